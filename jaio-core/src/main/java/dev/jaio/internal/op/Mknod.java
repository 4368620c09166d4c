package dev.jaio.internal.op;

import dev.jaio.FileType;
import dev.jaio.internal.abi.FileMode;
import dev.jaio.internal.engine.OpType;
import dev.jaio.internal.nio.Attributes;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Creates a FIFO, socket, device or regular file, mknodat(2). */
public final class Mknod extends PathCall<@Nullable Void> {

  private static final OpType TYPE = OpType.quick("mknod");

  private final int mode;
  private final long device;

  /** Creates a node with the mode less the umask. */
  public Mknod(Path path, FileType type, int mode, long device) {
    super(path, false);
    this.mode = checkMode(mode) | bits(type);
    this.device = device;
    boolean isDevice = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
    if (device != 0 && !isDevice) {
      throw new IllegalArgumentException(type + " has no device number: " + device);
    }
  }

  private static int bits(FileType type) {
    return switch (type) {
      case REGULAR -> FileMode.S_IFREG;
      case FIFO -> FileMode.S_IFIFO;
      case SOCKET -> FileMode.S_IFSOCK;
      case CHARACTER_DEVICE -> FileMode.S_IFCHR;
      case BLOCK_DEVICE -> FileMode.S_IFBLK;
      case DIRECTORY, SYMLINK, UNKNOWN ->
          throw new IllegalArgumentException("mknod creates nothing of the type " + type);
    };
  }

  @Override
  protected OpType type() {
    return TYPE;
  }

  @Override
  int call(Posix p) {
    return p.kernel().mknodat(p.scratch(), p.dirfd(), p.name(), mode, device);
  }

  @Override
  protected int nio(Nio n) throws IOException {
    if ((mode & FileMode.S_IFMT) != FileMode.S_IFREG) {
      throw n.unsupported(this, "java.nio creates no FIFO, socket or device");
    }
    int bits = mode & ~FileMode.S_IFMT;
    if ((bits & ~0777) != 0) {
      throw n.unsupported(this, "java.nio creates no file with set-id or sticky bits");
    }
    Files.createFile(n.resolve(path(), directory()), Attributes.ofNew(bits));
    return 0;
  }
}
