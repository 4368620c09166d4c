package dev.jaio.internal.op;

import dev.jaio.FileTimes;
import dev.jaio.internal.abi.At;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes the times of last access and modification, utimensat(2). */
public final class Utimes extends PathCall<@Nullable Void> {

  private static final OpType TYPE = OpType.quick("utimes");

  private final FileTimes access;
  private final FileTimes modification;

  /** Gives a file times. */
  public Utimes(Path path, FileTimes access, FileTimes modification, LinkOption... options) {
    super(path, follows(options));
    this.access = Objects.requireNonNull(access, "access");
    this.modification = Objects.requireNonNull(modification, "modification");
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    int flags = isFollowing() ? 0 : At.AT_SYMLINK_NOFOLLOW;
    long times = Timespecs.put(p, access, modification);
    return p.kernel().utimensat(p.scratch(), p.dirfd(), p.name(), times, flags);
  }

  @Override
  protected int nio(Nio n) throws IOException {
    Attributes.checkTimes(n, this, access, modification);
    Path file = n.resolve(path(), directory());
    Attributes.setTimes(file, access, modification, links(isFollowing()));
    return 0;
  }
}
