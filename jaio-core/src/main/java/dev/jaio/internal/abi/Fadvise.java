package dev.jaio.internal.abi;

/** Advice of posix_fadvise(2), {@code <linux/fadvise.h>}. */
public final class Fadvise {

  /** Is going to be read, so it is read ahead. */
  public static final int POSIX_FADV_WILLNEED = 3;

  private Fadvise() {}
}
