package dev.jaio.contract;

import dev.jaio.contract.Configuration.Kind;
import java.util.EnumSet;
import java.util.Set;

/**
 * What not every configuration has. These are the only legitimate differences: a case that needs
 * one says so with {@link Requires}, and is left out, by this name, where it is missing.
 */
@SuppressWarnings({"ImmutableEnumChecker", "UnnecessaryLambda"}) // predicates without state
enum Capability {
  BENEATH("only openat2 keeps a path beneath a directory; java.nio cannot call it", Lacking.NIO),
  OPEN_DIRECTORY(
      "java.nio has no directory descriptors: it finds directories by name", Lacking.NIO),
  OPEN_ATTRIBUTES("java.nio changes attributes of an open file by its name", Lacking.NIO),
  SPECIAL_FILES("java.nio cannot create FIFOs, sockets and devices", Lacking.NIO),
  HOLES("java.nio cannot look for data and holes", Lacking.NIO),
  POLL_FD("java.nio has no descriptors", Lacking.NIO),
  OPEN_FLAGS(
      "java.nio has no O_NONBLOCK, O_NOATIME and O_DIRECT, nor O_APPEND with O_RDWR", Lacking.NIO),
  SPECIAL_BITS("java.nio creates nothing with set-id or sticky bits", Lacking.NIO),
  FRACTIONS_BEFORE_1970("java.nio sets no fractions of a second before 1970", Lacking.NIO),
  LINK_TARGETS("java.nio has no path with two slashes in a row", Lacking.NIO),
  SYSTEM_ERRORS("java.nio looks before it acts, and reports in its own way", Lacking.NIO),
  THREADS("a single owner has no threads", Lacking.SINGLE_OWNER),
  FIFO("a FIFO that nobody has opened would keep a single owner", Lacking.SINGLE_OWNER),
  POLLING("only a polled engine is polled by the program", Lacking.DRIVEN),
  DISPATCHER("only a driven engine delivers on another thread", Lacking.POLLED),
  ONE_AT_A_TIME("a ring carries out any number of requests at a time", Lacking.RING),
  ONE_QUEUE("what a ring carries out waits in a queue of its own", Lacking.RING),
  GOES_ON("what was cancelled while a ring executes it is stopped, and ends soon", Lacking.RING),
  LIMITS("only java.nio lacks operations", Lacking.ALL_BUT_NIO),
  COMPLETES_BETWEEN_POLLS(
      "a single owner completes nothing but in polls", Lacking.DRIVEN_OR_SINGLE_OWNER);

  /** Who lacks something. */
  private enum Lacking {
    NIO,
    RING,
    ALL_BUT_NIO,
    SINGLE_OWNER,
    DRIVEN,
    POLLED,
    DRIVEN_OR_SINGLE_OWNER;

    boolean includes(Configuration c) {
      return switch (this) {
        case NIO -> c.kind == Kind.NIO;
        case RING -> c.kind == Kind.RING || c.kind == Kind.SIMULATED;
        case ALL_BUT_NIO -> c.kind != Kind.NIO;
        case SINGLE_OWNER -> c.kind == Kind.SINGLE_OWNER;
        case DRIVEN -> !c.polled;
        case POLLED -> c.polled;
        case DRIVEN_OR_SINGLE_OWNER -> !c.polled || c.kind == Kind.SINGLE_OWNER;
      };
    }
  }

  private final String reason;
  private final Lacking lacking;

  Capability(String reason, Lacking lacking) {
    this.reason = reason;
    this.lacking = lacking;
  }

  boolean of(Configuration c) {
    return !lacking.includes(c);
  }

  Set<Configuration> lacking() {
    var set = EnumSet.noneOf(Configuration.class);
    for (Configuration c : Configuration.values()) {
      if (!of(c)) {
        set.add(c);
      }
    }
    return set;
  }

  String reason() {
    return reason;
  }
}
