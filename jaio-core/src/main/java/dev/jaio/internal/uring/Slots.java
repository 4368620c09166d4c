package dev.jaio.internal.uring;

import dev.jaio.internal.abi.Iovec;
import dev.jaio.internal.abi.Limits;
import dev.jaio.internal.abi.OpenHow;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.engine.Task;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The requests in flight, each in a slot of its own. A slot holds the request, and with it all
 * memory it lends, until the kernel has completed it; and memory for what its entry points to.
 *
 * <p>An entry carries the number of the slot and its generation, which grows with each use: a
 * completion that comes twice, or for a request that has left, is recognised and is nobody's.
 */
final class Slots {

  private static final int ALIGNMENT = 64;
  private static final int PATH_SLOT = aligned(Limits.PATH_MAX + 1);

  static final int PATH = 0;
  static final int PATH_2 = PATH_SLOT;
  static final int STATX = 2 * PATH_SLOT;
  static final int OPEN_HOW = STATX + aligned(Statx.SIZE);
  private static final int SIZE = OPEN_HOW + aligned(OpenHow.SIZE);

  /** How many vectors find room in the place of the paths. */
  static final int IOVECS_MAX = 2 * PATH_SLOT / Iovec.SIZE;

  private static final int GENERATIONS = Integer.MAX_VALUE;

  private final @Nullable Task<?>[] tasks;
  private final int[] generations;
  private final byte[] retries;
  private final @Nullable MemorySegment[] memory; // at the first need
  private final int[] free; // a stack: what was used last is warm
  private int used;

  Slots(int count) {
    tasks = new Task<?>[count];
    generations = new int[count];
    retries = new byte[count];
    memory = new MemorySegment[count];
    free = new int[count];
    for (int i = 0; i < count; i++) {
      free[i] = count - 1 - i;
    }
  }

  private static int aligned(int size) {
    return (size + ALIGNMENT - 1) & -ALIGNMENT;
  }

  boolean isFull() {
    return used == tasks.length;
  }

  /** How many there are. */
  int count() {
    return tasks.length;
  }

  int used() {
    return used;
  }

  /** Takes a slot for a request; there must be one. */
  int take(Task<?> task) {
    int slot = free[free.length - 1 - used++];
    tasks[slot] = task;
    retries[slot] = 0;
    return slot;
  }

  /** The request goes once more: nothing that is still to come of the last entry is for it. */
  void renew(int slot) {
    generations[slot] = generations[slot] == GENERATIONS ? 0 : generations[slot] + 1;
  }

  /** The request has left. */
  void release(int slot) {
    tasks[slot] = null;
    renew(slot);
    free[free.length - used--] = slot;
  }

  /** What an entry carries; not negative. */
  long userData(int slot) {
    return (long) generations[slot] << Integer.SIZE | slot;
  }

  /** The slot that a completion is for, or -1 if its request has left. */
  int find(long userData) {
    int slot = (int) userData;
    boolean valid = slot >= 0 && slot < tasks.length && tasks[slot] != null;
    return valid && userData(slot) == userData ? slot : -1;
  }

  /** The slot of a request, or -1 if it is not in flight. */
  int find(Task<?> task) {
    for (int slot = 0; slot < tasks.length; slot++) {
      if (task.equals(tasks[slot])) {
        return slot;
      }
    }
    return -1;
  }

  /** The request in a slot. */
  Task<?> task(int slot) {
    return Objects.requireNonNull(tasks[slot]);
  }

  /** Any request in flight, or -1. */
  int any() {
    for (int slot = 0; slot < tasks.length; slot++) {
      if (tasks[slot] != null) {
        return slot;
      }
    }
    return -1;
  }

  /** Counts a repetition. */
  int retry(int slot) {
    return ++retries[slot];
  }

  /** The address of a slot's memory. */
  long memory(int slot) {
    MemorySegment m = memory[slot];
    if (m == null) {
      m = Arena.ofAuto().allocate(SIZE, ALIGNMENT);
      memory[slot] = m;
    }
    return m.address();
  }
}
