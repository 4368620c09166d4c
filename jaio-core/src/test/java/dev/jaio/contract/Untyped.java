package dev.jaio.contract;

import dev.jaio.internal.abi.Dirent64;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Memory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** The system on a file system whose directories do not record the types of their entries. */
final class Untyped {

  private Untyped() {}

  static Kernel kernel(Kernel real) {
    return (Kernel)
        Proxy.newProxyInstance(
            Kernel.class.getClassLoader(),
            new Class<?>[] {Kernel.class},
            (_, method, arguments) -> {
              try {
                Object result = method.invoke(real, arguments);
                if (method.getName().equals("getdents64")) {
                  hideTypes((long) arguments[2], (long) result);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void hideTypes(long records, long length) {
    for (long at = records; at < records + length; ) {
      Memory.putByte(at + Dirent64.D_TYPE, (byte) Dirent64.DT_UNKNOWN);
      at += Short.toUnsignedInt(Memory.getShort(at + Dirent64.D_RECLEN));
    }
  }
}
