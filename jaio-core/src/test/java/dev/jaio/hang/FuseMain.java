package dev.jaio.hang;

import dev.jaio.internal.abi.At;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Probe;
import dev.jaio.internal.posix.RawCalls;
import dev.jaio.internal.posix.RealKernel;
import dev.jaio.internal.posix.Scratch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A file system of a few files, served from {@code /dev/fuse}, in a process of its own: one that
 * served and used it could not even die while a read hangs. Its argument is where to mount it.
 *
 * <p>Reads of {@code hang} and {@code hang-direct} are answered only when told so, reads of {@code
 * slow} after a while, those of {@code plain} at once. It says {@code ready} when it is mounted and
 * {@code read NAME} for each read that it keeps, and obeys {@code release} and {@code held}. It
 * unmounts and ends at the end of its input, so also when who started it dies.
 *
 * <p>Layouts are those of {@code <linux/fuse.h>}, protocol 7.31.
 */
final class FuseMain {

  /** The files; the number of one is its place and {@link #FIRST}. */
  private static final List<String> NAMES = List.of("hang", "hang-direct", "slow", "plain");

  static final int SIZE = 1 << 20;

  private static final long ROOT = 1;
  private static final long FIRST = 2;
  private static final long SLOW_MILLIS = 100;

  private static final int FUSE_LOOKUP = 1;
  private static final int FUSE_FORGET = 2;
  private static final int FUSE_GETATTR = 3;
  private static final int FUSE_OPEN = 14;
  private static final int FUSE_READ = 15;
  private static final int FUSE_STATFS = 17;
  private static final int FUSE_RELEASE = 18;
  private static final int FUSE_FLUSH = 25;
  private static final int FUSE_INIT = 26;
  private static final int FUSE_OPENDIR = 27;
  private static final int FUSE_READDIR = 28;
  private static final int FUSE_RELEASEDIR = 29;
  private static final int FUSE_INTERRUPT = 36;
  private static final int FUSE_BATCH_FORGET = 42;

  private static final int FOPEN_DIRECT_IO = 1;
  private static final int MNT_FORCE_AND_DETACH = 3;

  private static final int IN_HEADER = 40; // struct fuse_in_header
  private static final int OUT_HEADER = 16; // struct fuse_out_header
  private static final int BUFFER = 1 << 18;

  private record Read(long unique, long offset, int size) {}

  private final Kernel kernel = ((Probe.Available) RealKernel.probe()).kernel();
  private final Scratch scratch = new Scratch(); // of the thread that serves
  private final MemorySegment in = Arena.global().allocate(BUFFER, 8);
  private final MemorySegment out =
      Arena.global().allocate(OUT_HEADER + SIZE, 8); // guarded by this
  private final Scratch outScratch = new Scratch(); // guarded by this
  private final ArrayDeque<Read> held = new ArrayDeque<>(); // guarded by this
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final String target;
  private final int fd;

  private FuseMain(String target) {
    this.target = target;
    try (var arena = Arena.ofConfined()) {
      long device = arena.allocateFrom("/dev/fuse").address();
      int flags = OpenFlags.O_RDWR | OpenFlags.O_CLOEXEC;
      fd = require("open", kernel.openat(scratch, At.AT_FDCWD, device, flags, 0));
      String options = "fd=" + fd + ",rootmode=40755,user_id=0,group_id=0,allow_other";
      long result =
          RawCalls.mount(
              arena.allocateFrom("jaio-test").address(),
              arena.allocateFrom(target).address(),
              arena.allocateFrom("fuse.jaio-test").address(),
              0,
              arena.allocateFrom(options).address());
      require("mount", (int) result);
    }
  }

  private static int require(String call, int result) {
    if (result < 0) {
      System.out.println("refused: " + call + ": " + Errno.name(-result));
      System.exit(0);
    }
    return result;
  }

  public static void main(String[] args) throws IOException {
    var main = new FuseMain(args[0]);
    Thread.ofPlatform().daemon().start(main::serve);
    System.out.println("ready");
    try {
      main.obey();
    } finally {
      main.unmount();
    }
    System.exit(0);
  }

  private void obey() throws IOException {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      switch (line) {
        case "release" -> release();
        case "held" -> System.out.println("held " + countHeld());
        default -> System.out.println("unknown: " + line);
      }
    }
  }

  private synchronized int countHeld() {
    return held.size();
  }

  private synchronized void release() {
    while (!held.isEmpty()) {
      answer(held.poll(), "hang");
    }
    System.out.println("released");
  }

  /** By force: what still hangs fails. */
  private void unmount() {
    try (var arena = Arena.ofConfined()) {
      RawCalls.umount2(arena.allocateFrom(target).address(), MNT_FORCE_AND_DETACH);
    }
  }

  // ------------------------------------------------------------------ the protocol

  private void serve() {
    for (; ; ) {
      long n = kernel.read(scratch, fd, in.address(), BUFFER);
      if (n < 0 && n != -Errno.EINTR && n != -Errno.ENOENT && n != -Errno.EAGAIN) {
        return; // unmounted
      }
      if (n >= IN_HEADER) {
        long at = in.address();
        int opcode = Memory.getInt(at + 4);
        long unique = Memory.getLong(at + 8);
        long node = Memory.getLong(at + 16);
        request(opcode, unique, node, at + IN_HEADER, (int) n - IN_HEADER);
      }
    }
  }

  private synchronized void request(int opcode, long unique, long node, long body, int length) {
    switch (opcode) {
      case FUSE_INIT -> init(unique, body);
      case FUSE_LOOKUP -> lookup(unique, body, length);
      case FUSE_GETATTR -> reply(unique, 0, clear(16) + attributes(body(16), node));
      case FUSE_OPEN -> open(unique, node);
      case FUSE_READ ->
          read(name(node), new Read(unique, Memory.getLong(body + 8), Memory.getInt(body + 16)));
      case FUSE_OPENDIR -> reply(unique, 0, clear(16));
      case FUSE_READDIR, FUSE_FLUSH, FUSE_RELEASE, FUSE_RELEASEDIR -> reply(unique, 0, 0);
      case FUSE_STATFS -> reply(unique, 0, clear(80));
      case FUSE_FORGET, FUSE_BATCH_FORGET, FUSE_INTERRUPT -> {} // no answer is wanted
      default -> reply(unique, Errno.ENOSYS, 0);
    }
  }

  private static String name(long node) {
    return node == ROOT ? "" : NAMES.get((int) (node - FIRST));
  }

  /** The address in the body of the answer. */
  private long body(int offset) {
    return out.address() + OUT_HEADER + offset;
  }

  private int clear(int size) {
    out.asSlice(OUT_HEADER, size).fill((byte) 0);
    return size;
  }

  private void init(long unique, long body) {
    clear(64);
    Memory.putInt(body(0), 7);
    Memory.putInt(body(4), 31);
    Memory.putInt(body(8), 0); // no readahead: one read of a program is one read here
    Memory.putInt(body(12), Memory.getInt(body + 12) & 1); // FUSE_ASYNC_READ
    Memory.putInt(body(16), 64 | 48 << 16); // background requests, and when they are many
    Memory.putInt(body(20), 1 << 17); // largest write
    Memory.putInt(body(24), 1); // nanoseconds of a time stamp
    reply(unique, 0, 64);
  }

  private void lookup(long unique, long body, int length) {
    var bytes = new byte[length - 1];
    Memory.copy(body, bytes, 0, bytes.length);
    int place = NAMES.indexOf(new String(bytes, StandardCharsets.UTF_8));
    if (place < 0) {
      reply(unique, Errno.ENOENT, 0);
      return;
    }
    clear(40);
    Memory.putLong(body(0), place + FIRST);
    reply(unique, 0, 40 + attributes(body(40), place + FIRST));
  }

  /** {@code struct fuse_attr} */
  private int attributes(long at, long node) {
    for (int i = 0; i < 88; i += Integer.BYTES) {
      Memory.putInt(at + i, 0);
    }
    Memory.putLong(at, node);
    Memory.putLong(at + 8, node == ROOT ? 0 : SIZE);
    Memory.putInt(at + 60, node == ROOT ? 0040755 : 0100644);
    Memory.putInt(at + 64, 1);
    Memory.putInt(at + 80, 4096);
    return 88;
  }

  private void open(long unique, long node) {
    clear(16);
    Memory.putInt(body(8), name(node).equals("hang-direct") ? FOPEN_DIRECT_IO : 0);
    reply(unique, 0, 16);
  }

  private void read(String name, Read read) {
    switch (name) {
      case "slow" -> timer.schedule(() -> answer(read, name), SLOW_MILLIS, TimeUnit.MILLISECONDS);
      case "plain" -> answer(read, name);
      default -> {
        held.add(read);
        System.out.println("read " + name);
      }
    }
  }

  /** Every byte of a file is the first letter of its name. */
  private synchronized void answer(Read read, String name) {
    int size = Math.clamp(SIZE - read.offset, 0, read.size);
    var bytes = new byte[size];
    Arrays.fill(bytes, (byte) name.charAt(0));
    Memory.copy(bytes, 0, body(0), size);
    reply(read.unique, 0, size);
  }

  private void reply(long unique, int error, int length) {
    long at = out.address();
    Memory.putInt(at, OUT_HEADER + length);
    Memory.putInt(at + 4, -error);
    Memory.putLong(at + 8, unique);
    kernel.write(outScratch, fd, at, OUT_HEADER + length); // ENOENT: given up meanwhile
  }
}
