package dev.jaio.internal.abi;

/** Flags of {@code eventfd}: {@code int}, {@code <sys/eventfd.h>}. */
public final class EventFd {

  public static final int EFD_SEMAPHORE = 0x1;
  public static final int EFD_CLOEXEC = 0x80000;
  public static final int EFD_NONBLOCK = 0x800;

  private EventFd() {}
}
