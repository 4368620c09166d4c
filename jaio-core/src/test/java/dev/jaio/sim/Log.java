package dev.jaio.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the library logs as an error must be the kernel's doing. */
final class Log extends Handler implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger("dev.jaio");

  private final List<LogRecord> errors = new ArrayList<>(); // guarded by this

  Log() {
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(this);
  }

  @Override
  public synchronized void publish(LogRecord entry) {
    if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
      errors.add(entry);
    }
  }

  /** Begins anew. */
  synchronized void clear() {
    errors.clear();
  }

  /** Fails if there is an error that the kernel has not given rise to. */
  synchronized void check(SimKernel kernel) {
    int strays = 0;
    for (LogRecord r : errors) {
      if (r.getMessage().contains("a completion of no request")) {
        strays++;
      } else if (!kernel.hasDeadRing()) {
        throw new SimFailure(new SimpleFormatter().format(r), r.getThrown());
      }
    }
    if (strays > kernel.strays()) {
      throw new SimFailure(
          "%d completions of no request, %d came once more".formatted(strays, kernel.strays()));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
  }
}
