package dev.jaio.internal.abi;

/** Arguments of {@code mmap}: {@code int}, {@code <sys/mman.h>}. */
public final class Mmap {

  public static final int PROT_READ = 1;
  public static final int PROT_WRITE = 2;
  public static final int MAP_SHARED = 1;
  public static final int MAP_PRIVATE = 2;
  public static final int MAP_ANONYMOUS = 0x20;
  public static final int MAP_POPULATE = 0x8000;

  private Mmap() {}
}
