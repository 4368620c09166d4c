package dev.jaio.contract;

import dev.jaio.internal.abi.Dirent64;
import dev.jaio.internal.posix.Intercepted;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Memory;

/** The system on a file system whose directories do not record the types of their entries. */
final class Untyped {

  private Untyped() {}

  static Kernel kernel(Kernel kernel) {
    return Intercepted.kernel(
        kernel,
        (method, arguments, real) -> {
          Object result = real.call();
          if (method.getName().equals("getdents64")) {
            hideTypes((long) arguments[2], (long) result);
          }
          return result;
        });
  }

  private static void hideTypes(long records, long length) {
    for (long at = records; at < records + length; ) {
      Memory.putByte(at + Dirent64.D_TYPE, (byte) Dirent64.DT_UNKNOWN);
      at += Short.toUnsignedInt(Memory.getShort(at + Dirent64.D_RECLEN));
    }
  }
}
