package dev.jaio.benchmarks;

import java.io.Closeable;

/** Something that works for a while when told to, and then knows what it has done. */
interface Measured extends Closeable {

  /**
   * Works.
   *
   * @param runUpMillis for how long before the window begins
   * @param millis how long the window is
   */
  Window run(long runUpMillis, long millis) throws Exception;
}
