package dev.jaio;

import java.nio.file.OpenOption;

/**
 * Ways to open a file that {@link java.nio.file.StandardOpenOption} lacks. The nio backend has none
 * of them: the request fails with {@link UnsupportedOperationException}.
 */
public enum OpenFlag implements OpenOption {
  /**
   * Data goes between memory and device without the system's cache, {@code O_DIRECT}. Addresses,
   * positions and lengths must be multiples of what the file system asks for, {@link
   * AsyncFile#directAlignment}; else reads and writes fail with {@code EINVAL}.
   */
  DIRECT,
  /**
   * Neither opening nor reading nor writing waits, {@code O_NONBLOCK}: of use for FIFOs and
   * devices, without effect on regular files. With it a thread opens several files in one call
   * where there is io_uring: of use for many small ones.
   */
  NONBLOCK,
  /**
   * Reading does not change the time of last access, {@code O_NOATIME}. For the owner of the file
   * only; for others it fails with {@code EPERM}.
   */
  NOATIME
}
