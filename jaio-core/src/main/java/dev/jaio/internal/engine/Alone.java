package dev.jaio.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Words that have their cache lines to themselves, since some cores write them for every request
 * while others read what would lie beside them for every request. A superclass's fields are laid
 * out before those of its subclasses, so the room before and after a word stays where it is.
 */
final class Alone {

  private Alone() {}

  /** Room for two lines: processors fetch them in pairs. */
  abstract static class Before {
    long b0;
    long b1;
    long b2;
    long b3;
    long b4;
    long b5;
    long b6;
    long b7;
    long b8;
    long b9;
    long b10;
    long b11;
    long b12;
    long b13;
    long b14;
    long b15;
  }

  abstract static class LongWord extends Before {
    volatile long value;
  }

  abstract static class IntWord extends Before {
    volatile int value;
  }

  abstract static class TaskWord extends Before {
    volatile @Nullable Task<?> value;
  }

  /** A number. */
  static final class Count extends LongWord {

    private static final VarHandle VALUE = handle(LongWord.class, long.class);

    long a0;
    long a1;
    long a2;
    long a3;
    long a4;
    long a5;
    long a6;
    long a7;
    long a8;
    long a9;
    long a10;
    long a11;
    long a12;
    long a13;
    long a14;
    long a15;

    long get() {
      return value;
    }

    long add(long n) {
      return (long) VALUE.getAndAdd(this, n) + n;
    }
  }

  /** Bits. */
  static final class Bits extends IntWord {

    private static final VarHandle VALUE = handle(IntWord.class, int.class);

    long a0;
    long a1;
    long a2;
    long a3;
    long a4;
    long a5;
    long a6;
    long a7;
    long a8;
    long a9;
    long a10;
    long a11;
    long a12;
    long a13;
    long a14;
    long a15;

    int get() {
      return value;
    }

    void setRelease(int bits) {
      VALUE.setRelease(this, bits);
    }
  }

  /** The top of a stack of requests. */
  static final class Top extends TaskWord {

    private static final VarHandle VALUE = handle(TaskWord.class, Task.class);

    long a0;
    long a1;
    long a2;
    long a3;
    long a4;
    long a5;
    long a6;
    long a7;
    long a8;
    long a9;
    long a10;
    long a11;
    long a12;
    long a13;
    long a14;
    long a15;

    @Nullable Task<?> get() {
      return value;
    }

    boolean compareAndSet(@Nullable Task<?> from, Task<?> to) {
      return VALUE.compareAndSet(this, from, to);
    }

    @Nullable Task<?> take() {
      return (Task<?>) VALUE.getAndSet(this, (Task<?>) null);
    }
  }

  private static VarHandle handle(Class<?> c, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(c, "value", type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
