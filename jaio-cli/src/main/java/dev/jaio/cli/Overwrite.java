package dev.jaio.cli;

/** What happens to a target that exists; of several options the last one counts. */
enum Overwrite {
  /** It is replaced. */
  ALWAYS,
  /** The user is asked. */
  ASK,
  /** It stays. */
  NEVER
}
