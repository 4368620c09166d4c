/**
 * The operations, one class each: arguments, checks, and side by side the forms in which the
 * backends carry it out.
 */
@org.jspecify.annotations.NullMarked
package dev.jaio.internal.op;
