package dev.jaio.internal.op;

import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Changes permission bits, fchmodat(2). */
public final class Chmod extends PathCall<@Nullable Void> {

  private static final OpType TYPE = OpType.quick("chmod");

  private final int mode;

  /** Gives a file a mode. */
  public Chmod(Path path, int mode) {
    super(path, true);
    this.mode = checkMode(mode);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    return p.kernel().fchmodat(p.scratch(), p.dirfd(), p.name(), mode, 0);
  }

  @Override
  protected int nio(Nio n) throws IOException {
    Attributes.chmod(n.resolve(path(), directory()), mode);
    return 0;
  }
}
