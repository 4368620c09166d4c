package dev.jaio.sim;

import dev.jaio.FileType;
import dev.jaio.internal.abi.At;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.PathBytes;
import dev.jaio.internal.posix.Scratch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A directory of names in pairs, each pair in the hands of one request at a time; and what must
 * have these names. What has them is looked at past everything that is simulated.
 */
final class Names {

  private static final int PAIRS = 32;

  /** What has a name. A hard link has the same one. */
  static final class Node {
    final FileType type;
    final int target; // of a symbolic link: which name of the pair
    long ino; // 0 until it is looked at

    Node(FileType type, int target) {
      this.type = type;
      this.target = target;
    }

    Node(FileType type) {
      this(type, -1);
    }
  }

  /** Two names, and what has them, or null. */
  static final class Pair {
    final String key;
    final Path[] names = new Path[2]; // within the directory
    final Path[] paths = new Path[2];
    Node[] nodes = new Node[2];
    private Node[] perhaps; // what has them if a request was carried out that was cancelled

    private Pair(int number, Path dir) {
      key = Integer.toString(number);
      for (int i = 0; i < 2; i++) {
        names[i] = Path.of(number + (i == 0 ? ".a" : ".b"));
        paths[i] = dir.resolve(names[i]);
      }
    }
  }

  final Path dir;
  private final Kernel kernel;
  private final Scratch scratch = new Scratch();
  private final ArrayDeque<Pair> free = new ArrayDeque<>();
  private final List<Pair> undecided = new ArrayList<>();

  /** Makes the directory, or empties it. */
  Names(Path dir, SimKernel kernel) {
    this.dir = dir;
    this.kernel = kernel.real();
    try {
      Files.createDirectories(dir);
      for (String left : new File(dir.toString()).list()) {
        Files.delete(dir.resolve(left));
      }
    } catch (IOException e) {
      throw new SimFailure("cannot begin", e);
    }
    for (int i = 0; i < PAIRS; i++) {
      var pair = new Pair(i, dir);
      kernel.journal().watch(pair.key);
      free.add(pair);
    }
  }

  /** A pair that nobody has, or null. */
  Pair take() {
    return free.poll();
  }

  /** Nobody knows when the kernel is done with it. */
  static void lose(Pair pair) {
    pair.perhaps = null;
  }

  /** A request has ended, and this is what must have the names now. */
  void giveBack(Pair pair, Node[] now) {
    if (!has(pair, now)) {
      throw new SimFailure(
          "%s has %s, %s".formatted(pair.names[0], look(pair.paths[0]), look(pair.paths[1])));
    }
    pair.nodes = now;
    free.add(pair);
  }

  /** A request was cancelled; if it is carried out all the same, this is what has the names. */
  void giveBackLater(Pair pair, Node[] perhaps) {
    pair.perhaps = perhaps;
    undecided.add(pair);
  }

  boolean isUndecided() {
    return !undecided.isEmpty();
  }

  /** The kernel is done with all that was cancelled. */
  void decide(SimKernel sim) {
    for (Pair p : undecided) {
      sim.journal().take(p.key);
      Node[] perhaps = p.perhaps;
      p.perhaps = null;
      giveBack(p, has(p, p.nodes) ? p.nodes : perhaps);
    }
    undecided.clear();
  }

  /** The ring has died. */
  void loseUndecided() {
    undecided.clear();
  }

  /** Looks at all pairs that nobody has. */
  void checkAll() {
    for (Pair p : List.copyOf(free)) {
      free.remove(p);
      giveBack(p, p.nodes);
    }
  }

  // ------------------------------------------------------------------ looking

  private record Seen(FileType type, long ino) {}

  private boolean has(Pair pair, Node[] nodes) {
    for (int i = 0; i < 2; i++) {
      Seen s = look(pair.paths[i]);
      Node n = nodes[i];
      if (s == null || n == null) {
        if (s != null || n != null) {
          return false;
        }
      } else if (s.type != n.type || (n.ino != 0 && n.ino != s.ino)) {
        return false;
      } else {
        n.ino = s.ino;
      }
    }
    return true;
  }

  private Seen look(Path path) {
    if (PathBytes.encode(path, scratch.path()) < 0) {
      throw new SimFailure("not to be encoded: " + path);
    }
    long to = scratch.statx();
    int flags = At.AT_SYMLINK_NOFOLLOW;
    int result =
        kernel.statx(scratch, At.AT_FDCWD, scratch.path(), flags, Statx.STATX_BASIC_STATS, to);
    if (result == -Errno.ENOENT) {
      return null;
    }
    if (result < 0) {
      throw new SimFailure("cannot look at " + path);
    }
    int mode = Short.toUnsignedInt(Memory.getShort(to + Statx.STX_MODE));
    return new Seen(FileType.ofMode(mode), Memory.getLong(to + Statx.STX_INO));
  }
}
