package dev.jaio.internal.engine;

/**
 * One executing thread's way to the system: the POSIX form or the java.nio form of every operation.
 * Not thread-safe; each worker and each helping thread has its own.
 */
public interface Calls extends AutoCloseable {

  /**
   * Carries an operation out.
   *
   * @return a result of at least 0, {@link Task#END_OF_FILE}, or a negated errno
   * @throws Throwable what the java.nio form threw, or a defect
   */
  int carryOut(Task<?> task) throws Throwable;

  /**
   * Carries an operation out if it cannot block.
   *
   * @return as {@link #carryOut}, or {@link Task#WOULD_BLOCK}
   */
  default int tryNow(Task<?> task) throws Throwable {
    return Task.WOULD_BLOCK;
  }

  /** Carries out several at once, as far as it can: what it takes of a batch ends, or is queued. */
  default void carryOut(Batch batch) {}

  /** Frees what the thread needed. */
  @Override
  void close();
}
