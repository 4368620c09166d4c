package dev.jaio.internal.engine;

import dev.jaio.Request;
import java.lang.reflect.Field;

/** What a test has to know of a request and its users cannot see. */
public final class Peek {

  private static final int LENT = flag("LENT");

  private Peek() {}

  private static int flag(String name) {
    try {
      Field field = Life.class.getDeclaredField(name);
      field.setAccessible(true);
      return field.getInt(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  /** Whether memory of the caller is in the hands of the system. */
  public static boolean isLent(Request<?> request) {
    return ((Task<?>) request).has(LENT);
  }
}
