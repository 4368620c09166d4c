package dev.jaio.internal.op;

import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Changes owner and group of an open file, fchown(2). With java.nio by its name, if that means the
 * same file still.
 */
public final class Fchown extends FileCall<@Nullable Void> {

  private static final OpType TYPE = OpType.quick("fchown");

  private final int uid;
  private final int gid;

  /** Gives an open file an owner and a group, each unless it is -1. */
  public Fchown(Handle handle, int uid, int gid) {
    super(handle);
    this.uid = uid;
    this.gid = gid;
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    return p.kernel().fchown(p.scratch(), fd(), uid, gid);
  }

  @Override
  protected int nio(Nio n) throws IOException {
    Attributes.chown(n.name(handle()), uid, gid);
    return 0;
  }
}
