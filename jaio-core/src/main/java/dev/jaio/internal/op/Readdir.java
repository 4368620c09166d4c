package dev.jaio.internal.op;

import dev.jaio.DirEntry;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lists a whole directory: openat(2), getdents64(2) to its end, close(2). */
public final class Readdir extends PathTask<List<DirEntry>> {

  private static final OpType TYPE = OpType.quick("readdir");

  /** All entries of a directory. */
  public Readdir(Path path) {
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
      var entries = new ArrayList<DirEntry>();
      var listing = new Listing();
      int result;
      do {
        result = isCancelAsked() ? -Errno.ECANCELED : listing.refill(p, fd);
        listing.take(entries, Integer.MAX_VALUE);
      } while (result > 0);
      if (result == 0) {
        store(Collections.unmodifiableList(entries));
      }
      return result;
    } finally {
      p.kernel().close(p.scratch(), fd);
    }
  }

  @Override
  protected int nio(Nio n) throws IOException {
    var entries = new ArrayList<DirEntry>();
    try (var stream = Files.newDirectoryStream(n.resolve(path(), directory()))) {
      for (Path entry : stream) {
        if (isCancelAsked()) {
          break;
        }
        entries.add(Attributes.entry(entry));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    store(Collections.unmodifiableList(entries));
    return 0;
  }
}
