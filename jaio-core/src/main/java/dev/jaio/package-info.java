/**
 * The public types of jaio: an engine ({@link dev.jaio.Aio}), the operations it accepts ({@link
 * dev.jaio.AsyncFiles}, {@link dev.jaio.AsyncFile}, {@link dev.jaio.AsyncDirectory}) and the
 * requests they return ({@link dev.jaio.Request}, {@link dev.jaio.Transfer}, {@link
 * dev.jaio.Group}).
 */
@org.jspecify.annotations.NullMarked
package dev.jaio;
