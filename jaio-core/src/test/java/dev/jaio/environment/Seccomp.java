package dev.jaio.environment;

import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.RawCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A filter of system calls for this process, which nothing takes off again: {@code struct
 * sock_filter}, {@code <linux/filter.h>}, and {@code struct seccomp_data}, {@code
 * <linux/seccomp.h>}.
 */
final class Seccomp {

  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int SECCOMP_SET_MODE_FILTER = 1;
  private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;

  private static final int SECCOMP_RET_KILL_PROCESS = 0x80000000;
  private static final int SECCOMP_RET_ERRNO = 0x00050000;
  private static final int SECCOMP_RET_ALLOW = 0x7fff0000;

  /** {@code BPF_LD | BPF_W | BPF_ABS} */
  private static final int LOAD = 0x20;

  /** {@code BPF_JMP | BPF_JEQ | BPF_K} */
  private static final int JUMP_IF_EQUAL = 0x15;

  /** {@code BPF_JMP | BPF_JGT | BPF_K} */
  private static final int JUMP_IF_GREATER = 0x25;

  /** {@code BPF_RET | BPF_K} */
  private static final int RETURN = 0x06;

  private static final int NUMBER = 0;
  private static final int FIRST_ARGUMENT = 16; // its lower half, of 64 bits

  private record Instruction(int code, int ifTrue, int ifFalse, int k) {}

  private final List<Instruction> program = new ArrayList<>();

  private Seccomp() {
    add(LOAD, 0, 0, NUMBER);
  }

  private void add(int code, int ifTrue, int ifFalse, int k) {
    program.add(new Instruction(code, ifTrue, ifFalse, k));
  }

  /** Refuses a system call from now on. */
  static void refuse(int errno, long call) {
    answer(SECCOMP_RET_ERRNO | errno, call);
  }

  /** Kills the process at any of these calls. */
  static void killAt(long... calls) {
    answer(SECCOMP_RET_KILL_PROCESS, calls);
  }

  /** Refuses a system call whose first argument is greater. */
  static void refuseAbove(int most, int errno, long call) {
    var filter = new Seccomp();
    filter.add(JUMP_IF_EQUAL, 0, 3, (int) call);
    filter.add(LOAD, 0, 0, FIRST_ARGUMENT);
    filter.add(JUMP_IF_GREATER, 0, 1, most);
    filter.add(RETURN, 0, 0, SECCOMP_RET_ERRNO | errno);
    filter.install();
  }

  private static void answer(int action, long... calls) {
    var filter = new Seccomp();
    for (long call : calls) {
      filter.add(JUMP_IF_EQUAL, 0, 1, (int) call);
      filter.add(RETURN, 0, 0, action);
    }
    filter.install();
  }

  /** For all threads that there are, of the JVM as well. */
  private void install() {
    add(RETURN, 0, 0, SECCOMP_RET_ALLOW);
    try (var arena = Arena.ofConfined()) {
      MemorySegment code = arena.allocate(8L * program.size(), 8);
      long at = code.address();
      for (Instruction i : program) {
        Memory.putInt(at, i.code | i.ifTrue << 16 | i.ifFalse << 24);
        Memory.putInt(at + 4, i.k);
        at += 8;
      }
      MemorySegment header = arena.allocate(16, 8); // struct sock_fprog
      Memory.putInt(header.address(), program.size());
      Memory.putLong(header.address() + 8, code.address());
      require("prctl", RawCalls.prctl(PR_SET_NO_NEW_PRIVS, 1));
      require(
          "seccomp",
          RawCalls.seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, header.address()));
    }
  }

  private static void require(String call, long result) {
    if (result != 0) {
      throw new Unavailable(call + ": " + result);
    }
  }

  /** This machine does not let a process limit itself. */
  @SuppressWarnings("serial")
  static final class Unavailable extends RuntimeException {
    private Unavailable(String message) {
      super(message);
    }
  }
}
