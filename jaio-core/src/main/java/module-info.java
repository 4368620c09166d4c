/**
 * Asynchronous file-system I/O: every operation is a request that can be awaited, composed,
 * prioritised, limited and cancelled.
 *
 * <p>Start at {@link dev.jaio.Aio}.
 */
@org.jspecify.annotations.NullMarked
module dev.jaio {
  requires static org.jspecify;
  requires jdk.jfr;

  exports dev.jaio;
}
