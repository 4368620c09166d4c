/** One small program for each kind of loop that jaio fits into, and for each idea of its API. */
@NullMarked
package dev.jaio.examples;

import org.jspecify.annotations.NullMarked;
