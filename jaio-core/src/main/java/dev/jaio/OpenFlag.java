package dev.jaio;

import java.nio.file.OpenOption;

/**
 * Options for opening a file that {@link java.nio.file.StandardOpenOption} lacks. The nio backend
 * supports none of them: the request fails with {@link UnsupportedOperationException}.
 */
public enum OpenFlag implements OpenOption {
  /**
   * Reads and writes bypass the cache of the system, {@code O_DIRECT}. Addresses, positions and
   * lengths must be aligned as {@link AsyncFile#directAlignment} tells; otherwise reads and writes
   * fail with {@code EINVAL}.
   */
  DIRECT,
  /**
   * Opening, reading and writing do not wait, {@code O_NONBLOCK}: useful for FIFOs and devices,
   * without effect on regular files. With io_uring, it also lets a thread open several files in one
   * system call, which pays off for many small files.
   */
  NONBLOCK,
  /**
   * Reading does not change the time of last access, {@code O_NOATIME}. Only the owner of the file
   * may use it; for others opening fails with {@code EPERM}.
   */
  NOATIME
}
