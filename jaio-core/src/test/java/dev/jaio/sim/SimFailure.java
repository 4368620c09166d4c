package dev.jaio.sim;

/** The simulated kernel has seen what no kernel may ever see, or an invariant does not hold. */
final class SimFailure extends AssertionError {

  private static final long serialVersionUID = 1;

  SimFailure(String message) {
    super(message);
  }

  SimFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
