package dev.jaio.internal.op;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Failures;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.PathBytes;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotLinkException;
import java.nio.file.Path;

/** Reads the target of a symbolic link, readlinkat(2). */
public final class Readlink extends PathCall<Path> {

  private static final OpType TYPE = OpType.quick("readlink");

  /** The target of a link. */
  public Readlink(Path path) {
    super(path, false);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    int length = LinkText.read(p);
    if (length >= 0) {
      store(PathBytes.decodePath(LinkText.buffer(p), length));
    }
    return length;
  }

  @Override
  protected int nio(Nio n) throws IOException {
    try {
      store(Files.readSymbolicLink(n.resolve(path(), directory())));
    } catch (NotLinkException _) {
      throw Failures.notLink(path());
    }
    return 0;
  }

  @Override
  protected Throwable failure(int errno) {
    return errno == Errno.EINVAL ? Failures.notLink(path()) : super.failure(errno);
  }
}
