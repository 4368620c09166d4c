package dev.jaio.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Catches what the library logs, instead of printing it. */
public final class LogRecords extends Handler {

  private static final Logger LOGGER = Logger.getLogger("dev.jaio");

  private final ConcurrentLinkedQueue<LogRecord> records = new ConcurrentLinkedQueue<>();

  public LogRecords() {
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(this);
  }

  @Override
  public void publish(LogRecord entry) {
    records.add(entry);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
  }

  /** Takes what was logged at a level or above. */
  public List<String> take(Level least) {
    var taken = new ArrayList<String>();
    records.removeIf(r -> {
      boolean counts = r.getLevel().intValue() >= least.intValue();
      if (counts) {
        taken.add(new SimpleFormatter().format(r));
      }
      return counts;
    });
    return taken;
  }
}
