package dev.jaio.internal.abi;

/**
 * Numbers of system calls that have no wrapper in the C library, or not in every one: {@code long},
 * {@code <asm/unistd.h>}.
 */
public final class Syscall {

  public static final long SYS_getdents64 = Arch.pick(217L, 61L);
  public static final long SYS_statx = Arch.pick(332L, 291L);
  public static final long SYS_renameat2 = Arch.pick(316L, 276L);
  public static final long SYS_eventfd2 = Arch.pick(290L, 19L);
  public static final long SYS_copy_file_range = Arch.pick(326L, 285L);
  public static final long SYS_openat2 = 437L;
  public static final long SYS_io_uring_setup = 425L;
  public static final long SYS_io_uring_enter = 426L;
  public static final long SYS_io_uring_register = 427L;

  private Syscall() {}
}
