package dev.jaio.internal.engine;

/** What becomes of a request at submission, after it has captured what it needs. */
public enum Admission {
  /** It is queued. */
  QUEUE,
  /** It waits for the last use of a handle, whose release queues it. */
  LATER,
  /** It has nothing to do and ends well at once. */
  NOTHING,
  /** It is a group: not executed, it ends after its members. */
  CONTAIN,
  /** It works on a handle that is closed, and fails. */
  CLOSED
}
