/**
 * The only way from jaio to the C library: the narrow {@link dev.jaio.internal.posix.Kernel} with
 * its real implementation, the native memory an executing thread needs for a call, and the
 * translation between {@link java.nio.file.Path} and the bytes the system knows.
 */
@NullMarked
package dev.jaio.internal.posix;

import org.jspecify.annotations.NullMarked;
