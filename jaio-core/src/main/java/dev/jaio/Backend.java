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
   * Which backend an engine runs on.
   *
   * @param backend the backend
   * @param reason in one line, why it is not a better one
   */
  public record Choice(Backend backend, String reason) {
    @Override
    public String toString() {
      return backend.name().toLowerCase(java.util.Locale.ROOT) + ": " + reason;
    }
  }
}
