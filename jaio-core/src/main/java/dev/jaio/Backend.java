package dev.jaio;

/** What executes the requests of an engine. */
public enum Backend {
  /** Linux' io_uring. */
  URING,
  /** POSIX calls on worker threads. */
  WORKERS,
  /** {@code java.nio} on worker threads: no native access. */
  NIO;

  /**
   * What carries an operation out, as the engine decides it. In words, for people: who decides
   * otherwise than by reading them must ask for something else.
   *
   * @param operation the operation, and with which arguments
   * @param callback if its result is delivered to a callback or a future
   * @param awaited if a platform thread waits for it without a limit
   * @param virtual if a virtual thread waits for it
   */
  public record Route(String operation, String callback, String awaited, String virtual) {}

  /**
   * Which backend an engine runs on.
   *
   * @param backend the backend
   * @param reason in one line, why it is not a better one, or that there is nothing better, or what
   *     the system keeps from it
   */
  public record Choice(Backend backend, String reason) {
    @Override
    public String toString() {
      return backend.name().toLowerCase(java.util.Locale.ROOT) + ": " + reason;
    }
  }
}
