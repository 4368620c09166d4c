/**
 * Asynchronous file-system I/O.
 *
 * <p>A program starts an engine ({@link dev.jaio.Aio}). Operations on paths are methods of {@link
 * dev.jaio.AsyncFiles}, which the engine implements; operations on what has been opened are methods
 * of {@link dev.jaio.AsyncFile} and {@link dev.jaio.AsyncDirectory}. Each returns a {@link
 * dev.jaio.Request}, which can be awaited, given a callback, turned into a {@code
 * CompletableFuture}, and cancelled. A {@link dev.jaio.Group} is a request that contains others.
 *
 * <p>Errors are the exceptions of {@code java.nio.file}, with the error number of the system
 * ({@link dev.jaio.ErrnoException}). Unless a method says otherwise, parameters must not be null.
 */
@org.jspecify.annotations.NullMarked
package dev.jaio;
