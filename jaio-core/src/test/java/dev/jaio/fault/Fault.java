package dev.jaio.fault;

import dev.jaio.internal.abi.Errno;

/**
 * What befalls a system call: it fails with an error number, or it moves less than was asked for.
 *
 * @param errno the number, 0 if the call does not fail
 * @param most how much a transfer may move, -1 for all
 */
record Fault(int errno, int most) {

  /** What is left of a transfer that is cut, at most. */
  static final int SOME = 5;

  static final Fault NONE = new Fault(0, -1);
  static final Fault SHORT = new Fault(0, SOME);

  /** The call succeeds, but moves nothing. */
  static final Fault NOTHING = new Fault(0, 0);

  static Fault errno(int errno) {
    return new Fault(errno, -1);
  }

  boolean isShort() {
    return most > 0;
  }

  /** What is left of the size of a transfer. */
  long cut(long size) {
    return most < 0 ? size : Math.min(most, Math.max(1, size / 2));
  }

  @Override
  public String toString() {
    return errno != 0 ? Errno.name(errno) : most == 0 ? "nothing" : "short";
  }

  /**
   * A fault that came to pass.
   *
   * @param call the name of the system call
   * @param nth its number among the calls of this name, from 1
   * @param use what is opened or closed was to be used for, else empty
   * @param isAfterCut whether the call before was cut: something has been moved already
   * @param fault what befell it
   */
  record Hit(String call, int nth, String use, boolean isAfterCut, Fault fault) {

    boolean is(String name, int... errnos) {
      if (!call.equals(name)) {
        return false;
      }
      for (int e : errnos) {
        if (fault.errno() == e) {
          return true;
        }
      }
      return errnos.length == 0;
    }

    @Override
    public String toString() {
      return call + "#" + nth + (use.isEmpty() ? " " : " (" + use + ") ") + fault;
    }
  }
}
