package dev.jaio.internal.engine;

import dev.jaio.Request;
import java.lang.reflect.Field;

/** What a test has to know of a request and its users cannot see. */
public final class Peek {

  private static final int LENT = flag("LENT");

  private Peek() {}

  private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  private static int flag(String name) {
    try {
      return field(Life.class, name).getInt(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  /** Whether the virtual thread that tells whether others come to run has had its turn. */
  public static boolean isCanaryAtRest(Request<?> request) {
    try {
      Object canary = field(Workers.class, "canary").get(((Task<?>) request).engine().backend());
      boolean busy = false;
      for (String name : new String[] {"used", "asked", "late"}) {
        busy |= field(Canary.class, name).getBoolean(canary);
      }
      return !busy;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("canary", e);
    }
  }

  /** Whether memory of the caller is in the hands of the system. */
  public static boolean isLent(Request<?> request) {
    return ((Task<?>) request).has(LENT);
  }
}
