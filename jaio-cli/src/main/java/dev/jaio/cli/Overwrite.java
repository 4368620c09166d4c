package dev.jaio.cli;

import dev.jaio.FileStat;

/** What happens to a target that exists; of several options the last one counts. */
enum Overwrite {
  /** It is replaced. */
  ALWAYS,
  /** It is replaced; on a terminal the user is asked if it is write-protected. */
  IF_WRITABLE,
  /** The user is asked. */
  ASK,
  /** It stays. */
  NEVER;

  /**
   * Asks whether a target may be overwritten.
   *
   * @param removed whether it is removed for that, so that it does not matter what protects it
   */
  static boolean isGranted(Session session, FileStat there, String target, boolean removed) {
    String quoted = Quoting.always(target);
    if (!session.privileges().isProtected(there)) {
      return session.confirms("overwrite " + quoted);
    }
    String mode = "%04o".formatted(there.permissionBits());
    String letters = ModeText.of(there).substring(1);
    return session.confirms(
        removed
            ? "replace " + quoted + ", overriding mode " + mode + " (" + letters + ')'
            : "unwritable " + quoted + " (mode " + mode + ", " + letters + "); try anyway");
  }
}
