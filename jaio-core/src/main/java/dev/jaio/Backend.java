package dev.jaio;

/** What executes the requests of an engine. */
public enum Backend {
  /** Linux io_uring, with worker threads for what io_uring does not do better. */
  URING,
  /** POSIX calls on worker threads. */
  WORKERS,
  /** {@code java.nio} on worker threads: no native access. */
  NIO;

  /**
   * How the engine executes a kind of operation. The values are text for people and may change; do
   * not parse them.
   *
   * @param operation the operation, and the arguments that matter
   * @param callback if its result is delivered to a callback or a future
   * @param awaited if a platform thread waits for it without a limit
   * @param virtual if a virtual thread waits for it
   */
  public record Route(String operation, String callback, String awaited, String virtual) {}

  /**
   * Which backend an engine runs on.
   *
   * @param backend the backend
   * @param reason one line: why it is not a better one, that there is nothing better, or which
   *     parts of it the system refuses
   */
  public record Choice(Backend backend, String reason) {
    @Override
    public String toString() {
      return backend.name().toLowerCase(java.util.Locale.ROOT) + ": " + reason;
    }
  }
}
