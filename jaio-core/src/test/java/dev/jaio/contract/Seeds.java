package dev.jaio.contract;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Where random orders come from: a new seed for each case, or that of the system property {@code
 * jaio.test.seed}. The seed of a case that fails is in its failure.
 */
final class Seeds implements BeforeEachCallback, TestExecutionExceptionHandler {

  private static final String PROPERTY = "jaio.test.seed";
  private static final AtomicLong SEED = new AtomicLong(); // of the case that runs
  private static final AtomicLong NEXT = new AtomicLong();

  /** Carried by the failure of a case. */
  @SuppressWarnings("serial")
  private static final class Seed extends RuntimeException {
    Seed(long seed) {
      super("to repeat the order: -D" + PROPERTY + "=" + seed, null, false, false);
    }
  }

  static long next() {
    return NEXT.getAndIncrement();
  }

  static long ofCase() {
    return SEED.get();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Long wanted = Long.getLong(PROPERTY);
    SEED.set(wanted != null ? wanted : System.nanoTime() & 0xffffff);
    NEXT.set(SEED.get());
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    failure.addSuppressed(new Seed(SEED.get()));
    throw failure;
  }
}
