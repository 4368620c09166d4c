package dev.jaio.internal.op;

import dev.jaio.OpenFlag;
import dev.jaio.internal.abi.OpenFlags;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Translates options, with the meaning that FileChannel gives them, to flags of open and back. */
final class OpenOptions {

  /** No flag of the system: the name is removed as soon as the file is open. */
  static final int DELETE_ON_CLOSE = 1 << 30;

  private static final int CREATE_NEW = OpenFlags.O_CREAT | OpenFlags.O_EXCL;

  private OpenOptions() {}

  /**
   * The flags for options.
   *
   * @throws IllegalArgumentException they contradict each other
   * @throws UnsupportedOperationException one is of an unknown kind
   */
  static int flags(Iterable<? extends OpenOption> options) {
    int flags = 0;
    boolean append = false;
    boolean write = false;
    boolean read = false;
    for (OpenOption option : options) {
      flags |= flag(option);
      append |= option == StandardOpenOption.APPEND;
      write |= option == StandardOpenOption.WRITE || append;
      read |= option == StandardOpenOption.READ;
    }
    if (append && (flags & OpenFlags.O_TRUNC) != 0) {
      throw new IllegalArgumentException("APPEND + TRUNCATE_EXISTING not allowed");
    }
    if (!write) {
      return flags & ~(CREATE_NEW | OpenFlags.O_TRUNC); // O_RDONLY is 0
    }
    return flags | (read ? OpenFlags.O_RDWR : OpenFlags.O_WRONLY);
  }

  private static int flag(OpenOption option) {
    return switch (Objects.requireNonNull(option, "option")) {
      case StandardOpenOption o ->
          switch (o) {
            case READ, WRITE, SPARSE -> 0;
            case APPEND -> OpenFlags.O_APPEND;
            case TRUNCATE_EXISTING -> OpenFlags.O_TRUNC;
            case CREATE -> OpenFlags.O_CREAT;
            case CREATE_NEW -> CREATE_NEW;
            case DELETE_ON_CLOSE -> DELETE_ON_CLOSE | OpenFlags.O_NOFOLLOW;
            case SYNC -> OpenFlags.O_SYNC;
            case DSYNC -> OpenFlags.O_DSYNC;
          };
      case LinkOption _ -> OpenFlags.O_NOFOLLOW;
      case OpenFlag o ->
          switch (o) {
            case DIRECT -> OpenFlags.O_DIRECT;
            case NONBLOCK -> OpenFlags.O_NONBLOCK;
            case NOATIME -> OpenFlags.O_NOATIME;
          };
      default -> throw new UnsupportedOperationException(option + " is not supported");
    };
  }

  /** Whether flags ask for what java.nio lacks. */
  static boolean isBeyondNio(int flags) {
    boolean readsAndAppends =
        (flags & OpenFlags.O_APPEND) != 0 && (flags & OpenFlags.O_ACCMODE) == OpenFlags.O_RDWR;
    return readsAndAppends
        || (flags & (OpenFlags.O_DIRECT | OpenFlags.O_NONBLOCK | OpenFlags.O_NOATIME)) != 0;
  }

  /** The options of java.nio for flags. */
  static Set<OpenOption> forNio(int flags) {
    var set = new HashSet<OpenOption>();
    int access = flags & OpenFlags.O_ACCMODE;
    add(set, StandardOpenOption.READ, access != OpenFlags.O_WRONLY);
    add(set, StandardOpenOption.WRITE, access != OpenFlags.O_RDONLY);
    add(set, StandardOpenOption.APPEND, (flags & OpenFlags.O_APPEND) != 0);
    add(set, StandardOpenOption.TRUNCATE_EXISTING, (flags & OpenFlags.O_TRUNC) != 0);
    add(set, StandardOpenOption.CREATE, (flags & OpenFlags.O_CREAT) != 0);
    add(set, StandardOpenOption.CREATE_NEW, (flags & OpenFlags.O_EXCL) != 0);
    add(set, StandardOpenOption.DELETE_ON_CLOSE, (flags & DELETE_ON_CLOSE) != 0);
    add(set, StandardOpenOption.SYNC, (flags & OpenFlags.O_SYNC) == OpenFlags.O_SYNC);
    add(set, StandardOpenOption.DSYNC, (flags & OpenFlags.O_DSYNC) != 0);
    add(set, LinkOption.NOFOLLOW_LINKS, (flags & OpenFlags.O_NOFOLLOW) != 0);
    return set;
  }

  private static void add(Set<OpenOption> set, OpenOption option, boolean wanted) {
    if (wanted) {
      set.add(option);
    }
  }
}
