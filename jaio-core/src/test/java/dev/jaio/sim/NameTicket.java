package dev.jaio.sim;

import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFile;
import dev.jaio.AsyncFiles;
import dev.jaio.FileStat;
import dev.jaio.FileType;
import dev.jaio.Request;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.op.Rename;
import dev.jaio.sim.Names.Node;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A request on the names of a pair, and what POSIX says must come of it. */
final class NameTicket extends CallTicket {

  /** What it does with the first name. */
  enum Kind {
    STAT,
    LSTAT,
    OPEN,
    OPEN_DIRECTORY,
    CREATE,
    MKDIR,
    SYMLINK,
    LINK,
    RENAME,
    RENAME_TO_NEW,
    UNLINK,
    RMDIR;

    boolean opens() {
      return this == OPEN || this == OPEN_DIRECTORY || this == CREATE;
    }

    boolean follows() {
      return this == STAT || this == OPEN || this == OPEN_DIRECTORY;
    }
  }

  /** Where paths start. */
  enum Way {
    ABSOLUTE,
    AT,
    BENEATH
  }

  private final Kind kind;
  private final Way way;
  private final Names names;
  private final Names.Pair pair;
  private final int first; // of its names: 0 or 1
  private final List<Request<?>> closes;
  private final int expected;
  private final Node[] after;

  /**
   * For a pair that it has.
   *
   * @param closes where the closing of what it has opened goes
   */
  NameTicket(
      int number,
      Kind kind,
      Way way,
      Names names,
      Names.Pair pair,
      int first,
      List<Request<?>> closes) {
    super(number, pair.key);
    this.kind = kind;
    this.way = way == Way.BENEATH && !kind.opens() ? Way.AT : way; // else it takes two calls
    this.names = names;
    this.pair = pair;
    this.first = first;
    this.closes = closes;
    this.expected = predict();
    this.after = expected == 0 ? change() : pair.nodes;
  }

  @Override
  Object kind() {
    return "%s %s of %s".formatted(kind, way, pair.names[first]);
  }

  @Override
  Request<?> submit(AsyncFiles through, Opened opened) {
    AsyncFiles files =
        switch (way) {
          case ABSOLUTE -> through;
          case AT -> through.at(opened.names());
          case BENEATH -> through.beneath(opened.names());
        };
    Path[] paths = way == Way.ABSOLUTE ? pair.paths : pair.names;
    Path one = paths[first];
    Path other = paths[1 - first];
    return switch (kind) {
      case STAT -> files.stat(one);
      case LSTAT -> files.lstat(one);
      case OPEN -> files.open(one);
      case OPEN_DIRECTORY -> files.openDirectory(one);
      case CREATE -> files.open(one, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      case MKDIR -> files.mkdir(one);
      case SYMLINK -> files.symlink(pair.names[1 - first], one);
      case LINK -> files.link(one, other);
      case RENAME -> files.rename(one, other);
      case RENAME_TO_NEW -> files.submit(new Rename(one, other, Rename.NO_REPLACE));
      case UNLINK -> files.unlink(one);
      case RMDIR -> files.rmdir(one);
    };
  }

  // ------------------------------------------------------------------ what must come of it

  private static boolean is(Node node, FileType type) {
    return node != null && node.type == type;
  }

  /** What links lead to, or null if that is nothing or leads round in circles. */
  private Node followed() {
    Node n = pair.nodes[first];
    for (int i = 0; i < 2 && is(n, FileType.SYMLINK); i++) {
      n = pair.nodes[n.target];
    }
    return is(n, FileType.SYMLINK) ? null : n;
  }

  private int predict() {
    Node n = pair.nodes[first];
    Node other = pair.nodes[1 - first];
    return switch (kind) {
      case LSTAT -> n == null ? Errno.ENOENT : 0;
      case STAT, OPEN, OPEN_DIRECTORY -> {
        Node f = followed();
        if (f == null) {
          yield circles() ? Errno.ELOOP : Errno.ENOENT;
        }
        boolean lacks = kind == Kind.OPEN_DIRECTORY && f.type != FileType.DIRECTORY;
        yield lacks ? Errno.ENOTDIR : 0;
      }
      case CREATE, MKDIR, SYMLINK -> n != null ? Errno.EEXIST : 0;
      case UNLINK -> n == null ? Errno.ENOENT : is(n, FileType.DIRECTORY) ? Errno.EISDIR : 0;
      case RMDIR -> n == null ? Errno.ENOENT : !is(n, FileType.DIRECTORY) ? Errno.ENOTDIR : 0;
      case LINK ->
          n == null
              ? Errno.ENOENT
              : other != null ? Errno.EEXIST : is(n, FileType.DIRECTORY) ? Errno.EPERM : 0;
      case RENAME_TO_NEW -> n == null ? Errno.ENOENT : other != null ? Errno.EEXIST : 0;
      case RENAME -> n == null ? Errno.ENOENT : other == null ? 0 : replacing(n, other);
    };
  }

  private static int replacing(Node n, Node other) {
    boolean directory = is(n, FileType.DIRECTORY);
    if (directory == is(other, FileType.DIRECTORY)) {
      return 0;
    }
    return directory ? Errno.ENOTDIR : Errno.EISDIR;
  }

  private boolean circles() {
    Node n = pair.nodes[first];
    for (int i = 0; i < 2 && n != null; i++) {
      n = pair.nodes[n.target];
    }
    return n != null;
  }

  /** What has the names after it was carried out. */
  @SuppressWarnings("ReferenceEquality") // the same file
  private Node[] change() {
    Node[] now = pair.nodes.clone();
    int second = 1 - first;
    switch (kind) {
      case STAT, LSTAT, OPEN, OPEN_DIRECTORY -> {}
      case CREATE -> now[first] = new Node(FileType.REGULAR);
      case MKDIR -> now[first] = new Node(FileType.DIRECTORY);
      case SYMLINK -> now[first] = new Node(FileType.SYMLINK, second);
      case LINK -> now[second] = now[first];
      case RENAME, RENAME_TO_NEW -> {
        if (now[first] != now[second]) { // else nothing happens
          now[second] = now[first];
          now[first] = null;
        }
      }
      case UNLINK, RMDIR -> now[first] = null;
    }
    return now;
  }

  @Override
  int expected() {
    return expected;
  }

  // ------------------------------------------------------------------ what came of it

  @Override
  @SuppressWarnings("ReferenceEquality") // the same file
  void checkResult() {
    switch (request.resultNow()) {
      case FileStat s -> {
        Node n = kind.follows() ? followed() : pair.nodes[first];
        boolean both = pair.nodes[0] == pair.nodes[1];
        boolean counts = n.type != FileType.DIRECTORY;
        if (s.type() != n.type || s.ino() != n.ino || (counts && s.nlink() != (both ? 2 : 1))) {
          throw fail("has the attributes of something else: " + s);
        }
      }
      case AsyncFile f -> closes.add(f.closeAsync());
      case AsyncDirectory d -> closes.add(d.closeAsync());
      case null -> {}
      default -> throw fail("gave " + request.resultNow());
    }
  }

  @Override
  void giveBack(boolean carriedOut) {
    names.giveBack(pair, carriedOut ? after : pair.nodes);
  }

  @Override
  void giveBackLater() {
    names.giveBackLater(pair, after);
  }

  @Override
  void lose() {
    Names.lose(pair);
  }
}
