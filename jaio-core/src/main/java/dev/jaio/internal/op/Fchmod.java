package dev.jaio.internal.op;

import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Changes permission bits of an open file, fchmod(2). With java.nio by its name, if that means the
 * same file still.
 */
public final class Fchmod extends FileCall<@Nullable Void> {

  private static final OpType TYPE = OpType.quick("fchmod");

  private final int mode;

  /** Gives an open file a mode. */
  public Fchmod(Handle handle, int mode) {
    super(handle);
    this.mode = PathTask.checkMode(mode);
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    return p.kernel().fchmod(p.scratch(), fd(), mode);
  }

  @Override
  protected int nio(Nio n) throws IOException {
    Attributes.chmod(n.name(handle()), mode);
    return 0;
  }
}
