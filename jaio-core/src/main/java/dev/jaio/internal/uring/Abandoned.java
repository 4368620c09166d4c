package dev.jaio.internal.uring;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What must never be freed, because the kernel may still write to memory it holds: a ring that was
 * given up, and its requests. A leak on purpose.
 */
final class Abandoned {

  private static final Set<Object> KEPT = ConcurrentHashMap.newKeySet();

  private Abandoned() {}

  static void keep(Object o) {
    KEPT.add(o);
  }

  /** The kernel has given all back after all. */
  static void forget(Object o) {
    KEPT.remove(o);
  }
}
