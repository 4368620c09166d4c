package dev.jaio.internal.engine;

import java.io.EOFException;
import java.io.IOException;

/** The exception for a file that ends before an operation has all that it wanted. */
@SuppressWarnings("OverrideThrowableToString") // it is the name that is shown, not the message
final class EndOfFile extends EOFException implements Failures.Traceless {

  private static final long serialVersionUID = 1;

  EndOfFile(String message, boolean traced) {
    super(message);
    if (traced) {
      super.fillInStackTrace();
    }
  }

  @Override
  public String toString() {
    return Failures.asPublic(this);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  @Override
  public IOException withTrace() {
    return new EndOfFile(String.valueOf(getMessage()), true);
  }
}
