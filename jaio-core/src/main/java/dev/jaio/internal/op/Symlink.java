package dev.jaio.internal.op;

import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.PathBytes;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Creates a symbolic link, symlinkat(2). Only the name of the link is resolved. */
public final class Symlink extends PathCall<@Nullable Void> {

  private static final OpType TYPE = OpType.quick("symlink");

  private final Path target;

  /** Creates a link that says {@code target}. */
  public Symlink(Path target, Path link) {
    super(link, false);
    this.target = check(target);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  public Path otherPath() {
    return target;
  }

  @Override
  int call(Posix p) {
    long text = p.scratch().path2();
    int length = PathBytes.encodeTarget(target, text);
    return length < 0 ? length : p.kernel().symlinkat(p.scratch(), text, p.dirfd(), p.name());
  }

  @Override
  protected int nio(Nio n) throws IOException {
    Files.createSymbolicLink(n.resolve(path(), directory()), target);
    return 0;
  }
}
