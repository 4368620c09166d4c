package dev.jaio.cli;

import dev.jaio.FileStat;
import dev.jaio.FileType;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What {@code find} asks of each file. An action is a test that is true. */
@FunctionalInterface
interface FindTest {

  /** A file that was found. */
  final class Candidate {
    private final String path;
    private final String name;
    private final FileType type;
    private final @Nullable FileStat stat;
    private final boolean empty;
    private final boolean asked;
    private final BooleanSupplier deletion;
    private boolean pruned;

    /**
     * A file to be looked at.
     *
     * @param empty whether it is a directory with nothing in it
     * @param asked whether only an answer is wanted, and no action
     */
    Candidate(
        String path,
        String name,
        FileType type,
        @Nullable FileStat stat,
        boolean empty,
        boolean asked) {
      this(path, name, type, stat, empty, asked, () -> asked);
    }

    /** A file that an action may delete; the deletion says whether it has succeeded. */
    Candidate(
        String path,
        String name,
        FileType type,
        @Nullable FileStat stat,
        boolean empty,
        BooleanSupplier deletion) {
      this(path, name, type, stat, empty, false, deletion);
    }

    private Candidate(
        String path,
        String name,
        FileType type,
        @Nullable FileStat stat,
        boolean empty,
        boolean asked,
        BooleanSupplier deletion) {
      this.path = path;
      this.name = name;
      this.type = type;
      this.stat = stat;
      this.empty = empty;
      this.asked = asked;
      this.deletion = deletion;
    }

    /** The path as it is shown. */
    String path() {
      return path;
    }

    /** From a test: nothing in it shall be looked at. */
    void prune() {
      pruned = true;
    }

    boolean isPruned() {
      return pruned;
    }

    /** The attributes, which the expression has said it needs. */
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

  /** Nothing more is to be looked at. */
  final class Quit extends RuntimeException {
    private static final long serialVersionUID = 1;

    Quit() {
      super(null, null, false, false);
    }
  }

  boolean matches(Candidate file);

  static FindTest name(Glob pattern) {
    return file -> pattern.matches(file.name);
  }

  static FindTest path(Glob pattern) {
    return file -> pattern.matches(file.path);
  }

  static FindTest type(EnumSet<FileType> types) {
    return file -> types.contains(file.type);
  }

  /** Exactly these permission bits among some. */
  static FindTest permissions(int bits, int among) {
    return file -> (file.known().permissionBits() & among) == bits;
  }

  /** At least one of these permission bits. */
  static FindTest anyPermission(int bits) {
    return file -> (file.known().permissionBits() & bits) != 0;
  }

  /** A file or directory without content. */
  static FindTest empty() {
    return file -> file.type == FileType.REGULAR ? file.known().size() == 0 : file.empty;
  }

  /** The length in units, a part of one counted as one. */
  static FindTest size(Comparison comparison, long number, long unit) {
    return file -> comparison.holds((file.known().size() + unit - 1) / unit, number);
  }

  /** A number of a file. */
  static FindTest number(Comparison comparison, long number, ToLongFunction<FileStat> of) {
    return file -> comparison.holds(of.applyAsLong(file.known()), number);
  }

  /** The same file by this name or another. */
  static FindTest same(FileStat reference) {
    return file -> file.known().ino() == reference.ino() && file.known().dev() == reference.dev();
  }

  /** Prints paths, on a terminal without what it would take for commands. */
  static FindTest print(ByteOutput out, char terminator, boolean terminal) {
    return file -> {
      if (!file.asked) {
        out.put(terminal ? Quoting.masked(file.path) : file.path).put(terminator);
      }
      return true;
    };
  }

  static FindTest delete() {
    return file -> file.deletion.getAsBoolean();
  }

  /** Ends the search. */
  static FindTest quit(Runnable end) {
    return file -> {
      if (!file.asked) {
        end.run();
        throw new Quit();
      }
      return true;
    };
  }

  /** What this process may do to a file, or to what a link leads to. */
  static FindTest access(Predicate<Path> may) {
    return file -> may.test(Names.path(file.path));
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

  /** All of them are looked at, and the last one counts. */
  static FindTest last(List<FindTest> tests) {
    if (tests.size() == 1) {
      return tests.getFirst();
    }
    FindTest[] each = tests.toArray(new FindTest[0]);
    return file -> {
      boolean result = false;
      for (FindTest test : each) {
        result = test.matches(file);
      }
      return result;
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
