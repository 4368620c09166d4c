/**
 * Measurements: the comparison of whole programs with the JDK's own ways, and JMH benchmarks of the
 * engine's parts.
 */
@org.jspecify.annotations.NullMarked
package dev.jaio.benchmarks;
