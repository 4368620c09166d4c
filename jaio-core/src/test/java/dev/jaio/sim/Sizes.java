package dev.jaio.sim;

import dev.jaio.AsyncFile;
import dev.jaio.DirectAlignment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Files of which only the size counts, each in the hands of one request at a time. */
final class Sizes {

  private static final int FILES = 4;

  /** A file, and its size. */
  static final class Sized {
    final String key;
    final Path path;
    AsyncFile file;
    private long size;
    private long perhaps; // if a request was carried out that was cancelled

    private Sized(String key, Path path) {
      this.key = key;
      this.path = path;
    }

    long size() {
      return size;
    }
  }

  final List<Sized> all = new ArrayList<>();
  private final ArrayDeque<Sized> free = new ArrayDeque<>();
  private final List<Sized> undecided = new ArrayList<>();
  private final SimKernel kernel;
  private DirectAlignment alignment; // of all of them, once it is known

  Sizes(Path dir, SimKernel kernel) {
    this.kernel = kernel;
    for (int i = 0; i < FILES; i++) {
      String key = "size" + i;
      var sized = new Sized(key, dir.resolve(key));
      try {
        Files.write(sized.path, new byte[0]);
      } catch (IOException e) {
        throw new SimFailure("cannot begin", e);
      }
      kernel.journal().watch(key);
      all.add(sized);
      free.add(sized);
    }
  }

  /** A file that nobody has, or null. */
  Sized take() {
    Sized s = free.poll();
    if (s != null) {
      kernel.journal().take(s.key); // it may have been opened meanwhile
    }
    return s;
  }

  /** A request has ended, and this is the size now. */
  void giveBack(Sized s, long size) {
    long now = look(s);
    if (now != size) {
      throw new SimFailure("%s has %d bytes instead of %d".formatted(s.key, now, size));
    }
    s.size = size;
    free.add(s);
  }

  /** A request was cancelled; if it is carried out all the same, this is the size. */
  void giveBackLater(Sized s, long perhaps) {
    s.perhaps = perhaps;
    undecided.add(s);
  }

  boolean isUndecided() {
    return !undecided.isEmpty();
  }

  /** The kernel is done with all that was cancelled. */
  void decide() {
    for (Sized s : undecided) {
      giveBack(s, look(s) == s.size ? s.size : s.perhaps);
    }
    undecided.clear();
  }

  /** The ring has died. */
  void loseUndecided() {
    undecided.clear();
  }

  /** Looks at all that nobody has. */
  void checkAll() {
    for (Sized s : List.copyOf(free)) {
      free.remove(s);
      giveBack(s, s.size);
    }
  }

  private static long look(Sized s) {
    return s.path.toFile().length(); // past everything that is simulated
  }

  /** Whether an answer is that of all the files. */
  boolean isAlignment(DirectAlignment answer) {
    if (alignment == null) {
      alignment = answer;
    }
    return alignment.equals(answer);
  }
}
