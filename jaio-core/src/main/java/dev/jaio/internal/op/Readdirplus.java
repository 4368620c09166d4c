package dev.jaio.internal.op;

import dev.jaio.DirListing;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lists a directory with attributes: openat(2), getdents64(2), statx(2) of each entry, close(2).
 */
public final class Readdirplus extends PathTask<DirListing> {

  private static final OpType TYPE = OpType.quick("readdirplus");

  /** All entries of a directory. */
  public Readdirplus(Path path) {
    super(path);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  protected int posix(Posix p) {
    int fd = open(p, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NONBLOCK, 0);
    if (fd < 0) {
      return fd;
    }
    try {
      var entries = new PackedListing(location());
      int length = Dirents.read(p, fd);
      while (length > 0) {
        entries.add(p, fd, Dirents.buffer(p), length, Integer.MAX_VALUE, this::isCancelAsked);
        length = isCancelAsked() ? -Errno.ECANCELED : Dirents.read(p, fd);
      }
      store(entries);
      return length;
    } finally {
      p.kernel().close(p.scratch(), fd);
    }
  }

  @Override
  protected int nio(Nio n) throws IOException {
    var entries = new PlainListing();
    try (var stream = Files.newDirectoryStream(n.resolve(path(), directory()))) {
      for (Path entry : stream) {
        if (isCancelAsked()) {
          break;
        }
        entries.add(entry);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    store(entries);
    return 0;
  }
}
