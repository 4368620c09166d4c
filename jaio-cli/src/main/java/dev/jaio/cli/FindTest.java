package dev.jaio.cli;

import dev.jaio.FileStat;
import dev.jaio.FileType;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code find} asks of each file. An action is a test that is true. */
@FunctionalInterface
interface FindTest {

  /** A file that was found. */
  record Candidate(String path, String name, FileType type, @Nullable FileStat stat) {
    FileStat known() {
      FileStat s = stat;
      if (s == null) {
        throw new IllegalStateException("not asked for: " + path);
      }
      return s;
    }
  }

  /** Compares a number with an argument like +3, -3 or 3. */
  enum Comparison {
    MORE,
    LESS,
    EXACTLY;

    static Comparison of(String argument) {
      return argument.startsWith("+") ? MORE : argument.startsWith("-") ? LESS : EXACTLY;
    }

    boolean holds(long number, long argument) {
      return switch (this) {
        case MORE -> number > argument;
        case LESS -> number < argument;
        case EXACTLY -> number == argument;
      };
    }
  }

  boolean matches(Candidate file);

  static FindTest name(Glob pattern) {
    return file -> pattern.matches(file.name());
  }

  static FindTest path(Glob pattern) {
    return file -> pattern.matches(file.path());
  }

  static FindTest type(EnumSet<FileType> types) {
    return file -> types.contains(file.type());
  }

  /** The length in units, a part of one counted as one. */
  static FindTest size(Comparison comparison, long number, long unit) {
    return file -> comparison.holds((file.known().size() + unit - 1) / unit, number);
  }

  /** The age in whole units of so many seconds. */
  static FindTest age(Comparison comparison, long number, long unit, long seconds, int nanos) {
    return file -> {
      FileStat s = file.known();
      long age = seconds - s.mtimeSeconds() - (nanos < s.mtimeNanos() ? 1 : 0);
      return switch (comparison) {
        case MORE -> Math.floorDiv(age, unit) > number;
        case EXACTLY -> Math.floorDiv(age, unit) == number;
        case LESS -> age < number * unit;
      };
    };
  }

  static FindTest newer(FileStat reference) {
    return file -> {
      FileStat s = file.known();
      return s.mtimeSeconds() > reference.mtimeSeconds()
          || (s.mtimeSeconds() == reference.mtimeSeconds()
              && s.mtimeNanos() > reference.mtimeNanos());
    };
  }

  static FindTest print(ByteOutput out, char terminator) {
    return file -> {
      out.put(file.path()).put(terminator);
      return true;
    };
  }

  static FindTest constant(boolean value) {
    return _ -> value;
  }

  static FindTest not(FindTest test) {
    return file -> !test.matches(file);
  }

  static FindTest all(List<FindTest> tests) {
    if (tests.size() == 1) {
      return tests.getFirst();
    }
    FindTest[] each = tests.toArray(new FindTest[0]);
    return file -> {
      for (FindTest test : each) {
        if (!test.matches(file)) {
          return false;
        }
      }
      return true;
    };
  }

  static FindTest any(List<FindTest> tests) {
    if (tests.size() == 1) {
      return tests.getFirst();
    }
    FindTest[] each = tests.toArray(new FindTest[0]);
    return file -> {
      for (FindTest test : each) {
        if (test.matches(file)) {
          return true;
        }
      }
      return false;
    };
  }
}
