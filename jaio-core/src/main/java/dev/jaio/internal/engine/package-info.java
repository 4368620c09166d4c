/**
 * The way of a request: submitted, queued, taken by a backend, completed, delivered. Knows no
 * operation and no system call; see docs/architecture.md.
 */
@org.jspecify.annotations.NullMarked
package dev.jaio.internal.engine;
