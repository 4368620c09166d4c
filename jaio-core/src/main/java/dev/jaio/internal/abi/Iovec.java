package dev.jaio.internal.abi;

/** {@code struct iovec}, {@code <linux/uio.h>}: offsets in bytes. */
public final class Iovec {

  /** {@code void* iov_base}. */
  public static final int IOV_BASE = 0;

  /** {@code __kernel_size_t iov_len}. */
  public static final int IOV_LEN = 8;

  /** {@code sizeof(struct iovec)}. */
  public static final int SIZE = 16;

  private Iovec() {}
}
