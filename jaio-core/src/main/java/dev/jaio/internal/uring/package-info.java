/** The backend on io_uring: the ring's memory, what is in flight on it, and who enters it when. */
@NullMarked
package dev.jaio.internal.uring;

import org.jspecify.annotations.NullMarked;
