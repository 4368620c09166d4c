package dev.jaio.internal.op;

import dev.jaio.internal.engine.TransferTask;

/**
 * A transfer that may keep a {@link Staging} until its end, or a copy of what it writes, and that
 * changes memory of the caller, its buffer's position at least.
 */
abstract class StagedTask extends TransferTask {

  /** Frees what the system worked on in place of the caller's memory. */
  final void unkeep() {
    Object k = kept();
    if (k instanceof Staging s) {
      s.free();
    }
    if (!(k instanceof Throwable)) { // a failure that was thrown has taken the place
      keep(null);
    }
  }

  @Override
  protected final boolean settles() {
    return true;
  }

  @Override
  protected final void discard() {
    unkeep();
  }
}
