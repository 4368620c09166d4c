package dev.jaio.internal.engine;

import dev.jaio.Transfer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A task whose result is a number of bytes, kept as an int and boxed only where asked for. */
public abstract non-sealed class TransferTask extends Task<Integer> implements Transfer {

  /**
   * Keeps what the execution needs until {@link #settle}. It takes the place of the result, which
   * here is but a number, and which a failure that is thrown takes over.
   */
  protected final void keep(@Nullable Object o) {
    storeAny(o);
  }

  /** What was kept last. */
  protected final @Nullable Object kept() {
    return stored();
  }

  @Override
  public final Transfer onTransfer(Transfer.@Nullable Callback callback) {
    setCallback(callback);
    return this;
  }

  @Override
  final void call(Object callback) {
    if (callback instanceof Transfer.Callback c) {
      if (has(FAILED)) {
        c.completed(0, error());
      } else {
        c.completed(code(), null);
      }
    } else {
      super.call(callback);
    }
  }

  @Override
  final Integer value() {
    return code();
  }

  @Override
  protected final long moved() {
    return Math.max(0, code()); // the end of the file is -1
  }

  @Override
  public final int bytes() {
    return resultNow();
  }

  @Override
  public final int awaitBytes() throws IOException, InterruptedException {
    engine().waiting().await(this);
    throwIfNoResult();
    return code();
  }
}
