package dev.jaio.internal.op;

import dev.jaio.AsyncFile;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Failures;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.HandleOwner;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.Opening;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Arrays;

/** Opens or creates a file, openat(2). */
public final class Open extends OpenTask<AsyncFile> implements Opening {

  private static final OpType TYPE = OpType.quick("open");

  private final int flags;
  private final int mode;

  /** Opens a path; a new file gets the mode less the umask. */
  public Open(Path path, OpenOption[] options, int mode) {
    this(path, Arrays.asList(options), mode);
  }

  /** Opens a path; a new file gets the mode less the umask. */
  public Open(Path path, Iterable<? extends OpenOption> options, int mode) {
    super(path);
    this.flags = OpenOptions.flags(options);
    this.mode = checkMode(mode);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  protected int posix(Posix p) {
    int fd = open(p, flags & ~OpenOptions.DELETE_ON_CLOSE, mode);
    if (fd < 0) {
      return fd;
    }
    Handle handle = opened(fd);
    if ((flags & OpenFlags.O_DIRECT) != 0) {
      handle.openedDirect(p);
    }
    if ((flags & OpenOptions.DELETE_ON_CLOSE) != 0) {
      unlink(p);
    }
    return 0;
  }

  private Handle opened(int fd) {
    boolean readable = (flags & OpenFlags.O_ACCMODE) != OpenFlags.O_WRONLY;
    var handle = new Handle(engine(), location(), fd, null);
    handle.readable(readable);
    store(Access.file(engine().files(), own(handle)));
    return handle;
  }

  /** A failure is ignored, as FileChannel does. */
  private void unlink(Posix p) {
    if (p.resolve(path(), directory(), isBeneath(), false) >= 0) {
      int result;
      do {
        result = p.kernel().unlinkat(p.scratch(), p.dirfd(), p.name(), 0);
      } while (result == -Errno.EINTR);
      p.done();
    }
  }

  /**
   * Who enters a ring opens with O_NONBLOCK, so only what is opened so anyway; nothing is created
   * or cut by who must not wait.
   */
  @Override
  protected boolean mayBatch() {
    int more = OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_DIRECT;
    return (flags & (OpenFlags.O_NONBLOCK | more | OpenOptions.DELETE_ON_CLOSE))
        == OpenFlags.O_NONBLOCK;
  }

  /** What is done with a file right after it was opened takes more calls. */
  @Override
  protected RingForm ringForm() {
    if ((flags & (OpenFlags.O_DIRECT | OpenOptions.DELETE_ON_CLOSE)) != 0) {
      return RingForm.NONE;
    }
    return RingForm.PUNTED;
  }

  /**
   * Who enters would try it with O_NONBLOCK, and a FIFO that nobody has opened yet is then opened
   * at once, or refused, instead of being waited for.
   */
  @Override
  protected int prep(Entry e) {
    int result = fillOpen(e, flags, mode);
    if (result == Entry.FILLED && e.mayWait()) {
      e.punt();
    }
    return result;
  }

  @Override
  protected int completed(int res, Entry e) {
    if (res < 0) {
      return res;
    }
    opened(res);
    return 0;
  }

  @Override
  protected int nio(Nio n) throws IOException {
    if (OpenOptions.isBeyondNio(flags)) {
      throw n.unsupported(
          this, "java.nio has neither the options in OpenFlag nor READ with APPEND");
    }
    boolean creates = (flags & OpenFlags.O_CREAT) != 0;
    if (creates && (mode & ~0777) != 0) {
      throw n.unsupported(this, "java.nio creates no file with set-id or sticky bits");
    }
    var attributes = Attributes.ofNew(mode & 0777);
    try {
      Path name = n.resolve(path(), directory());
      var channel = FileChannel.open(name, OpenOptions.forNio(flags), attributes);
      Object identity;
      try {
        identity = Nio.identityIfThere(name);
      } catch (IOException | RuntimeException e) {
        channel.close(); // nobody owns it yet
        throw e;
      }
      HandleOwner owner = own(-1, channel);
      owner.handle().identity(identity);
      owner.handle().readable((flags & OpenFlags.O_ACCMODE) != OpenFlags.O_WRONLY);
      if ((flags & OpenFlags.O_APPEND) != 0) {
        owner.handle().openedToAppend();
      }
      store(Access.file(engine().files(), owner));
      return 0;
    } catch (IOException e) {
      boolean loop =
          (flags & OpenFlags.O_NOFOLLOW) != 0
              && !(e instanceof FileAlreadyExistsException)
              && Files.isSymbolicLink(n.resolve(path(), directory()));
      throw loop ? Failures.of(Errno.ELOOP, path(), null) : e; // the JDK's has no error number
    }
  }
}
