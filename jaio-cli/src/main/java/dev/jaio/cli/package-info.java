/** The command line {@code jaio}: file commands on the library's public interface. */
@org.jspecify.annotations.NullMarked
package dev.jaio.cli;
