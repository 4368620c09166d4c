package dev.jaio.cli;

/**
 * How files are copied.
 *
 * @param recursive directories with their content, and special files as such
 * @param preserve what a copy has from its original
 * @param how what a copy is
 * @param force remove a target that cannot be opened
 * @param overwrite what happens to targets that exist
 * @param update leave targets that are not older
 * @param verbose say what is done
 * @param followAll follow every symbolic link
 * @param followOperands follow symbolic links that are given
 * @param oneFileSystem leave directories of other file systems empty
 * @param sparse what becomes a hole
 * @param removeDestination remove a target first, whatever it is
 */
record CopyOptions(
    boolean recursive,
    Preserve preserve,
    How how,
    boolean force,
    Overwrite overwrite,
    boolean update,
    boolean verbose,
    boolean followAll,
    boolean followOperands,
    boolean oneFileSystem,
    Sparse sparse,
    boolean removeDestination) {

  /** What of a file becomes a hole in the copy. */
  enum Sparse {
    /** Nothing. */
    NEVER,
    /** What is a hole. */
    AUTO,
    /** Whatever holds nothing but zeros. */
    ALWAYS
  }

  /** What stands for a file where it is copied to. */
  enum How {
    /** A file with the same content. */
    CONTENT,
    /** Another name of the file. */
    HARD_LINK,
    /** A symbolic link. */
    SYMBOLIC_LINK
  }

  /**
   * What a copy has from its original.
   *
   * @param mode the permissions
   * @param defaultMode not even the permissions that the umask leaves
   * @param ownership owner and group
   * @param timestamps the times
   * @param links hard links among what is copied
   */
  record Preserve(
      boolean mode, boolean defaultMode, boolean ownership, boolean timestamps, boolean links) {
    static final Preserve ALL = new Preserve(true, false, true, true, true);
  }

  /** How files are moved to another file system. */
  static CopyOptions ofMove(boolean verbose) {
    return new CopyOptions(
        true,
        Preserve.ALL,
        How.CONTENT,
        true,
        Overwrite.ALWAYS,
        false,
        verbose,
        false,
        false,
        false,
        Sparse.AUTO,
        false);
  }

  /** Whether something must not be asked about, as it is never overwritten. */
  boolean keepExisting() {
    return overwrite == Overwrite.NEVER;
  }
}
