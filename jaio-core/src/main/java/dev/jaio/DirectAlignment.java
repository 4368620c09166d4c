package dev.jaio;

/**
 * The alignment that direct I/O on a file needs, that is, reads and writes of a file opened with
 * {@link OpenFlag#DIRECT}: statx(2) with {@code STATX_DIOALIGN}. All three values are powers of
 * two, in bytes. They are 0 if the file does not support direct I/O, and -1 if the system does not
 * report them, as before Linux 6.1 and on many file systems; 4096 then works for nearly all of
 * these.
 *
 * @param memory what the address of a buffer must be a multiple of, {@code stx_dio_mem_align}
 * @param offset what position and length must be multiples of, {@code stx_dio_offset_align}
 * @param readOffset the same for reads, where a file system asks less of them, {@code
 *     stx_dio_read_offset_align}; else as {@code offset}
 */
public record DirectAlignment(int memory, int offset, int readOffset) {

  /**
   * Tells whether the system reports the alignment.
   *
   * @return whether the values are not -1
   */
  public boolean isKnown() {
    return memory >= 0;
  }

  /**
   * Tells whether the file is known to support direct I/O.
   *
   * @return whether the values are greater than 0
   */
  public boolean isSupported() {
    return memory > 0;
  }
}
