/**
 * The binary interface of Linux on x86-64 and AArch64 as constants: numbers, flags and the offsets
 * of structure members, each class naming the header it was taken from.
 *
 * <p>{@code src/abi/abi.c} prints the same constants from the system's headers; its output for both
 * architectures is committed beside it, and a test holds every field of this package against it.
 */
@NullMarked
package dev.jaio.internal.abi;

import org.jspecify.annotations.NullMarked;
