package dev.jaio.internal.abi;

/**
 * {@code struct pollfd} as offsets in bytes and the bits of its {@code short} events, {@code
 * <asm/poll.h>}.
 */
public final class Poll {

  /** {@code int fd}. */
  public static final int FD = 0;

  /** {@code short events}. */
  public static final int EVENTS = 4;

  /** {@code short revents}. */
  public static final int REVENTS = 6;

  /** {@code sizeof(struct pollfd)}. */
  public static final int SIZE = 8;

  public static final int POLLIN = 0x1;
  public static final int POLLPRI = 0x2;
  public static final int POLLOUT = 0x4;
  public static final int POLLERR = 0x8;
  public static final int POLLHUP = 0x10;
  public static final int POLLNVAL = 0x20;

  private Poll() {}
}
