package dev.jaio.internal.op;

import dev.jaio.AsyncDirectory;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.HandleOwner;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Opens a directory, openat(2) with O_DIRECTORY. In java.nio it is an open DirectoryStream. */
public final class OpenDirectory extends OpenTask<AsyncDirectory> {

  private static final OpType TYPE = OpType.quick("opendir");

  private final boolean follow;

  /** Opens a directory, or what a symbolic link to one points to. */
  public OpenDirectory(Path path, LinkOption... options) {
    super(path);
    this.follow = follows(options);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  protected int posix(Posix p) {
    int fd = open(p, flags(), 0);
    return fd < 0 ? fd : opened(fd);
  }

  private int flags() {
    return OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | (follow ? 0 : OpenFlags.O_NOFOLLOW);
  }

  @Override
  protected RingForm ringForm() {
    return RingForm.CALLED;
  }

  @Override
  protected int prep(Entry e) {
    return fillOpen(e, flags(), 0);
  }

  @Override
  protected int completed(int res, Entry e) {
    return res < 0 ? res : opened(res);
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // the handle closes it
  protected int nio(Nio n) throws IOException {
    Path directory = n.resolve(path(), directory());
    if (!follow && Files.isSymbolicLink(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    var stream = Files.newDirectoryStream(directory);
    try {
      Object identity =
          Nio.identity(stream, directory); // what has an owner is no longer closed here
      HandleOwner owner = own(-1, stream);
      owner.handle().identity(identity);
      return opened(owner);
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  private int opened(int fd) {
    return opened(own(fd, null));
  }

  private int opened(HandleOwner owner) {
    owner.handle().listing(new Listing());
    store(Access.directory(engine().files(), owner));
    return 0;
  }
}
