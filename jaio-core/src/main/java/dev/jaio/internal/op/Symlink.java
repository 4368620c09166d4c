package dev.jaio.internal.op;

import dev.jaio.internal.abi.IoUringOp;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.engine.RingForm;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.PathBytes;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.uring.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Creates a symbolic link, symlinkat(2). Only the name of the link is resolved. */
public final class Symlink extends PathCall<@Nullable Void> {

  private static final OpType TYPE = OpType.quick("symlink");

  private final Path target;
  private final byte @Nullable [] text;

  /** Creates a link that says {@code target}. */
  public Symlink(Path target, Path link) {
    super(link, false);
    this.target = check(target);
    this.text = null;
  }

  /** Creates a link that says {@code text} to the byte. */
  public Symlink(byte[] text, Path link) {
    super(link, false);
    this.text = text.clone();
    this.target = PathBytes.decodeTarget(this.text);
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
    long address = p.scratch().path2();
    int length =
        text != null ? PathBytes.put(text, address) : PathBytes.encodeTarget(target, address);
    return length < 0 ? length : p.kernel().symlinkat(p.scratch(), address, p.dirfd(), p.name());
  }

  @Override
  protected RingForm ringForm() {
    return punted();
  }

  @Override
  int fill(Entry e, int dirfd, long name) {
    int result = text != null ? e.encodeTarget(text) : e.encodeTarget(target);
    return result == Entry.FILLED
        ? e.fill(IoUringOp.IORING_OP_SYMLINKAT, dirfd, name, e.path2(), 0, 0)
        : result;
  }

  @Override
  protected int nio(Nio n) throws IOException {
    if (text != null && !Arrays.equals(text, PathBytes.bytes(target))) {
      throw n.unsupported(this, "java.nio has no path with two slashes in a row");
    }
    Files.createSymbolicLink(n.resolve(path(), directory()), target);
    return 0;
  }
}
