package dev.jaio.internal.op;

import dev.jaio.AsyncFile;
import dev.jaio.AsyncFiles;
import dev.jaio.ErrnoException;
import dev.jaio.FileStat;
import dev.jaio.FileTimes;
import dev.jaio.OpenFlag;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.FileMode;
import dev.jaio.internal.engine.Failures;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The steps of copying a file or a symbolic link.
 *
 * <p>Without replacing, the target is created under its own name, so that what exists is never
 * touched; nobody else may read it before it is complete. With replacing it is written under a
 * temporary name beside the target and renamed over it; it is durable before what exists is lost.
 * Creating cannot be cancelled: it must be known whether there is something to remove.
 */
final class CopySteps extends Steps<Long> {

  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

  private static final int WRITE_ONLY = 0200;
  private static final int SET_ID = FileMode.S_ISUID | FileMode.S_ISGID;

  private final Path source;
  private final CopyTarget target;
  private final boolean follow;
  private final boolean durable;
  private @Nullable AsyncFile in;
  private @Nullable AsyncFile out;
  private boolean created;
  private long size;

  CopySteps(
      AsyncFiles files,
      Path source,
      Path target,
      boolean replace,
      boolean follow,
      boolean durable) {
    super(files);
    this.source = source;
    this.target = new CopyTarget(this, source, target, replace);
    this.follow = follow;
    this.durable = durable;
  }

  @Override
  void begin() {
    group().cleanup(this::cleanUp);
    if (follow) {
      open();
    } else {
      group()
          .lstat(source)
          .onComplete(
              this.<FileStat>then(s -> {
                if (s.isSymbolicLink()) {
                  readLink(s);
                } else {
                  open();
                }
              }));
    }
  }

  private void cleanUp(AsyncFiles shielded, @Nullable Throwable failure) {
    close(in, shielded);
    close(out, shielded);
    if (failure != null && created) {
      shielded.unlink(target.written());
    }
  }

  private static void close(@Nullable AsyncFile file, AsyncFiles shielded) {
    if (file != null) {
      file.via(shielded).closeAsync();
    }
  }

  /** What fails on the target fails under the name the caller knows. */
  @Override
  void failed(Throwable t) {
    boolean renamed = created && t instanceof ErrnoException e && e.errno() != 0;
    super.failed(renamed ? Failures.of(((ErrnoException) t).errno(), source, target.path()) : t);
  }

  // ------------------------------------------------------------------ the source

  /** Without waiting, should it be a FIFO; where that is not to be had, looking first. */
  private void open() {
    group()
        .open(source, reading(OpenFlag.NONBLOCK), 0)
        .onComplete(either(this::opened, Steps::isUnsupported, this::lookAndOpen));
  }

  private void lookAndOpen() {
    var look = follow ? group().stat(source) : group().lstat(source);
    look.onComplete(
        this.<FileStat>then(s -> {
          if (isFile(s)) {
            group()
                .open(source, reading(StandardOpenOption.READ), 0)
                .onComplete(then(this::opened));
          }
        }));
  }

  private Set<OpenOption> reading(OpenOption more) {
    var set = new HashSet<OpenOption>(Set.of(StandardOpenOption.READ));
    set.add(more);
    if (!follow) {
      set.add(LinkOption.NOFOLLOW_LINKS);
    }
    return set;
  }

  private void opened(AsyncFile file) {
    in = file;
    file.via(group())
        .stat()
        .onComplete(
            this.<FileStat>then(s -> {
              if (isFile(s)) {
                target.choose(s, () -> create(file, s));
              }
            }));
  }

  private boolean isFile(FileStat s) {
    if (s.isDirectory()) {
      failed(Failures.of(Errno.EISDIR, source, null));
    } else if (!s.isRegularFile()) {
      failed(Failures.because(Errno.EINVAL, source, null, "not a regular file"));
    }
    return s.isRegularFile();
  }

  // ------------------------------------------------------------------ a file

  private void create(AsyncFile file, FileStat s) {
    group()
        .submit(new Open(target.written(), CREATE, WRITE_ONLY).shielded())
        .onComplete(
            this.<AsyncFile>then(made -> {
              out = made;
              created = true;
              var to = made.via(group());
              new CopyContent(this, file.via(group()), to, s, n -> copied(to, s, n)).begin();
            }));
  }

  private void copied(AsyncFile to, FileStat s, long bytes) {
    size = bytes;
    to.chown(s.uid(), s.gid()) // before the mode, since it clears set-id bits
        .onComplete((_, error) ->
            unless(CopySteps::matters, () -> setMode(to, s, error == null)).accept(null, error));
  }

  /** What someone may do as the owner of the source, he must not as that of the copy. */
  private void setMode(AsyncFile to, FileStat s, boolean owned) {
    int mode = s.permissionBits() & (owned ? ~0 : ~SET_ID);
    to.chmod(mode).onComplete(unless(CopySteps::matters, () -> setTimes(to, s)));
  }

  private void setTimes(AsyncFile to, FileStat s) {
    to.utimes(FileTimes.of(s.atime()), FileTimes.of(s.mtime()))
        .onComplete(unless(CopySteps::matters, () -> sync(to)));
  }

  /** Whether an attribute that could not be set makes the copy fail. */
  private static boolean matters(Throwable t) {
    return !isUnsupported(t)
        && !isErrno(t, Errno.EPERM, Errno.EINVAL, Errno.ENOSYS, Errno.EOPNOTSUPP);
  }

  private void sync(AsyncFile to) {
    if (durable || target.replaces()) {
      to.fsync().onComplete(then(() -> close(to)));
    } else {
      close(to);
    }
  }

  private void close(AsyncFile to) {
    to.closeAsync().onComplete(then(this::rename));
  }

  // ------------------------------------------------------------------ a link

  private void readLink(FileStat s) {
    size = s.size();
    group()
        .readlink(source)
        .onComplete(this.<Path>then(text -> target.choose(s, () -> link(text, s))));
  }

  private void link(Path text, FileStat s) {
    group()
        .submit(new Symlink(text, target.written()).shielded())
        .onComplete(
            then(() -> {
              created = true;
              ownLink(s);
            }));
  }

  private void ownLink(FileStat s) {
    group()
        .chown(target.written(), s.uid(), s.gid(), LinkOption.NOFOLLOW_LINKS)
        .onComplete(unless(CopySteps::matters, () -> timeLink(s)));
  }

  private void timeLink(FileStat s) {
    var access = FileTimes.of(s.atime());
    var modification = FileTimes.of(s.mtime());
    group()
        .utimes(target.written(), access, modification, LinkOption.NOFOLLOW_LINKS)
        .onComplete(unless(CopySteps::matters, this::rename));
  }

  // ------------------------------------------------------------------ the end

  private void rename() {
    if (target.isTemporary()) {
      group().rename(target.written(), target.path()).onComplete(then(this::renamed));
    } else {
      group().result(size);
    }
  }

  private void renamed() {
    created = false;
    group().result(size);
  }
}
