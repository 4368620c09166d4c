package dev.jaio.internal.op;

import dev.jaio.FileTimes;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Changes the times of last access and modification of an open file, futimens(3). With java.nio by
 * its name, if that means the same file still.
 */
public final class Futimens extends FileCall<@Nullable Void> {

  private static final OpType TYPE = OpType.quick("futimens");

  private final FileTimes access;
  private final FileTimes modification;

  /** Gives an open file times. */
  public Futimens(Handle handle, FileTimes access, FileTimes modification) {
    super(handle);
    this.access = Objects.requireNonNull(access, "access");
    this.modification = Objects.requireNonNull(modification, "modification");
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    long times = Timespecs.put(p, access, modification);
    return p.kernel().utimensat(p.scratch(), fd(), 0, times, 0);
  }

  @Override
  protected int nio(Nio n) throws IOException {
    Attributes.checkTimes(n, this, access, modification);
    Attributes.setTimes(n.name(handle()), access, modification);
    return 0;
  }
}
