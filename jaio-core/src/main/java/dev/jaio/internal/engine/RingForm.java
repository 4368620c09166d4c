package dev.jaio.internal.engine;

/** How a ring carries out an operation: a property of the kernel, from which the router decides. */
public enum RingForm {
  /** Not at all: there is no opcode, or not for such arguments. */
  NONE,
  /** At once, but who executes it otherwise needs no system call at all. */
  NEEDLESS,
  /** Who enters makes the call, as far as it need not wait; no faster than the call itself. */
  CALLED,
  /** The kernel hands it to a thread of its own, at the price of waking that. */
  PUNTED,
  /** Who enters copies what is cached; what is not comes from the device without a thread. */
  COPIED,
  /** As {@link #COPIED}, and what was read of the file lately was not cached. */
  UNCACHED,
  /** The device does it, without a thread and without a copy. */
  DIRECT
}
