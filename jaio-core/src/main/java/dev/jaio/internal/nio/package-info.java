/** The portable backend: what java.nio can do, without a restricted method. */
@org.jspecify.annotations.NullMarked
package dev.jaio.internal.nio;
