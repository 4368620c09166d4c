package dev.jaio.internal.op;

import dev.jaio.AsyncDirectory;
import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** Renames a file or directory, renameat2(2). */
public final class Rename extends TwoPathCall {

  /** What has the new name is replaced. */
  public static final int REPLACE = 0;

  /** What has the new name makes it fail with EEXIST. */
  public static final int NO_REPLACE = dev.jaio.internal.abi.Rename.RENAME_NOREPLACE;

  private static final OpType TYPE = OpType.quick("rename");

  private final int flags;

  /** Gives a file a new name. */
  public Rename(Path source, Path target, int flags) {
    super(source, null, target);
    this.flags = flags;
  }

  /** Gives a file a new name, in a directory of its own, replacing what has it. */
  public Rename(Path source, AsyncDirectory directory, Path target) {
    super(source, Objects.requireNonNull(directory, "directory"), target);
    this.flags = REPLACE;
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    return p.kernel()
        .renameat2(p.scratch(), p.dirfd(), p.name(), p.secondDirfd(), p.secondName(), flags);
  }

  @Override
  int fill(Entry e, int dirfd, long name, int targetDirfd, long targetName) {
    return e.fill(IoUringOp.IORING_OP_RENAMEAT, dirfd, targetName, name, targetDirfd, flags);
  }

  /**
   * An atomic move of java.nio is rename(2). What takes the new name between the look and the move
   * is replaced: without ATOMIC_MOVE java.nio looks first as well, and would copy across file
   * systems.
   */
  @Override
  protected int nio(Nio n) throws IOException {
    Path source = source(n);
    Path target = target(n);
    if (flags == NO_REPLACE && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(source.toString(), target.toString(), null);
    }
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    return 0;
  }
}
