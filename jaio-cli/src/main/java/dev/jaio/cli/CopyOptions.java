package dev.jaio.cli;

/**
 * How files are copied.
 *
 * @param recursive directories with their content, and special files as such
 * @param preserve owner, permissions and times
 * @param links hard links among what is copied
 * @param force remove a target that cannot be opened
 * @param keepExisting leave targets that exist
 * @param verbose say what is done
 * @param followAll follow every symbolic link
 * @param followOperands follow symbolic links that are given
 */
record CopyOptions(
    boolean recursive,
    boolean preserve,
    boolean links,
    boolean force,
    boolean keepExisting,
    boolean verbose,
    boolean followAll,
    boolean followOperands) {}
