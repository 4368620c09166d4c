package dev.jaio.environment;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.Syscall;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.RawCalls;
import java.lang.foreign.Arena;

/** How a system keeps a process from io_uring, or gives it less. */
enum Refusal {
  NONE {
    @Override
    void impose() {}
  },
  SETUP_EPERM {
    @Override
    void impose() {
      Seccomp.refuse(Errno.EPERM, Syscall.SYS_io_uring_setup);
    }
  },
  SETUP_ENOSYS {
    @Override
    void impose() {
      Seccomp.refuse(Errno.ENOSYS, Syscall.SYS_io_uring_setup);
    }
  },
  /** As under RLIMIT_MEMLOCK in kernels that count the ring's memory. */
  SETUP_ENOMEM {
    @Override
    void impose() {
      Seccomp.refuse(Errno.ENOMEM, Syscall.SYS_io_uring_setup);
    }
  },
  /** The same, with room for a small ring. */
  SETUP_ENOMEM_ABOVE_8 {
    @Override
    void impose() {
      Seccomp.refuseAbove(8, Errno.ENOMEM, Syscall.SYS_io_uring_setup);
    }
  },
  /** The ring can be set up, and not used. */
  ENTER_EPERM {
    @Override
    void impose() {
      Seccomp.refuse(Errno.EPERM, Syscall.SYS_io_uring_enter);
    }
  },
  /** The ring works, and cannot be asked what it knows. */
  REGISTER_EPERM {
    @Override
    void impose() {
      Seccomp.refuse(Errno.EPERM, Syscall.SYS_io_uring_register);
    }
  },
  /** No memory may be locked, by a thread without the capability to do it all the same. */
  MEMLOCK {
    @Override
    void impose() {
      limit(RLIMIT_MEMLOCK);
      dropCapability(CAP_IPC_LOCK);
      requireNothingCanBeLocked();
    }
  },
  /** A filter that kills whoever so much as tries. */
  KILL {
    @Override
    void impose() {
      limit(RLIMIT_CORE); // its death is expected
      Seccomp.killAt(
          Syscall.SYS_io_uring_setup, Syscall.SYS_io_uring_enter, Syscall.SYS_io_uring_register);
    }
  };

  private static final int RLIMIT_CORE = 4;
  private static final int RLIMIT_MEMLOCK = 8;
  private static final int CAP_IPC_LOCK = 14;

  /** {@code _LINUX_CAPABILITY_VERSION_3}: {@code <linux/capability.h>} */
  private static final int CAPABILITY_VERSION = 0x20080522;

  /** {@code struct __user_cap_data_struct[2]}: effective, permitted, inheritable of 32 bits each */
  private static final int CAPABILITY_DATA = 24;

  /** From now on, for this process; threads that come later have the capabilities of this one. */
  abstract void impose();

  private static void limit(int resource) {
    try (var arena = Arena.ofConfined()) {
      long none = arena.allocate(16, 8).address(); // soft and hard limit: 0
      require("prlimit64", RawCalls.prlimit(resource, none));
    }
  }

  private static void dropCapability(int number) {
    try (var arena = Arena.ofConfined()) {
      long header = arena.allocate(8, 8).address(); // and the thread: 0 for this one
      long data = arena.allocate(CAPABILITY_DATA, 8).address();
      Memory.putInt(header, CAPABILITY_VERSION);
      require("capget", RawCalls.capget(header, data));
      for (int set = 0; set < 3; set++) {
        long at = data + (long) set * Integer.BYTES;
        Memory.putInt(at, Memory.getInt(at) & ~(1 << number));
      }
      require("capset", RawCalls.capset(header, data));
    }
  }

  private static void requireNothingCanBeLocked() {
    try (var arena = Arena.ofConfined()) {
      if (RawCalls.mlock(arena.allocate(1).address(), 1) == 0) {
        throw new IllegalStateException("memory can be locked");
      }
    }
  }

  private static void require(String call, long result) {
    if (result != 0) {
      throw new IllegalStateException(call + ": " + Errno.name((int) -result));
    }
  }
}
