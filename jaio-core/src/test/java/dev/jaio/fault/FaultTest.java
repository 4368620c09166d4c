package dev.jaio.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jaio.Aio;
import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFile;
import dev.jaio.AsyncFiles;
import dev.jaio.Group;
import dev.jaio.contract.Descriptors;
import dev.jaio.contract.LogRecords;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.Poll;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Config;
import dev.jaio.internal.engine.SingleOwner;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Probe;
import dev.jaio.internal.posix.RealKernel;
import dev.jaio.internal.posix.Scratch;
import dev.jaio.internal.uring.RingSetup;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Every operation with every one of its system calls failing: its request ends exactly once, with
 * the right exception or, where the operation repeats the call or makes another one in its place,
 * with the right result; nothing is left open, nothing is left lying about; and the engine goes on.
 */
class FaultTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What makes no system call of its own. */
  private static final Set<String> WITHOUT_CALLS =
      Set.of(
          "AsyncFiles.withPriority(int)", // a way to submit, as are the next three
          "AsyncFiles.at(AsyncDirectory)",
          "AsyncFiles.beneath(AsyncDirectory)",
          "AsyncFiles.group()",
          "AsyncFiles.submit(Operation)",
          "AsyncFile.via(AsyncFiles)",
          "AsyncFile.path()",
          "AsyncFile.isOpen()",
          "AsyncFile.toString()",
          "AsyncDirectory.via(AsyncFiles)",
          "AsyncDirectory.path()",
          "AsyncDirectory.isOpen()",
          "AsyncDirectory.toString()",
          "Group.result(Object)",
          "Group.fail(Throwable)",
          "Group.limit(int)",
          "Group.limit()",
          "Group.size()",
          "Group.cancelMembers()",
          "Group.hold()",
          "Group.close()");

  /** Where cases run: what executes them, and how they are delivered. */
  private enum Setting {
    WORKERS_POLLED(true, true),
    WORKERS_DRIVEN(true, false),
    SINGLE_OWNER_POLLED(false, true),
    SINGLE_OWNER_DRIVEN(false, false);

    private final boolean workers;
    private final boolean polled;

    Setting(boolean workers, boolean polled) {
      this.workers = workers;
      this.polled = polled;
    }

    /** What an error number becomes does not depend on who executes and who delivers. */
    boolean isThorough() {
      return this == WORKERS_POLLED;
    }

    Aio start(FaultKernel kernel, Queue<Throwable> unhandled) {
      return Access.aio(config(unhandled), backends(kernel));
    }

    Config config(Queue<Throwable> unhandled) {
      return new Config(
          "fault",
          polled,
          null,
          unhandled::add,
          1 << 20,
          true,
          true,
          0,
          0,
          8,
          0,
          4,
          Duration.ofSeconds(10).toNanos());
    }

    private Backends backends(FaultKernel kernel) {
      return workers
          ? Backends.workers(kernel, "a test")
          : new Backends(
              dev.jaio.Backend.WORKERS,
              "a test with a single owner",
              engine -> new SingleOwner(engine, kernel, 1),
              kernel);
    }
  }

  /** In memory where that is possible: syncing a disk would take longer than all else. */
  private static final class InMemory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
        throws IOException {
      Path memory = Path.of("/dev/shm");
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "jaio")
          : Files.createTempDirectory("jaio");
    }
  }

  @TempDir(factory = InMemory.class)
  Path folder;

  private static List<FaultCase> cases() {
    var all = new ArrayList<FaultCase>();
    all.addAll(PathCases.all());
    all.addAll(FileCases.all());
    all.addAll(CompositeCases.all());
    return all;
  }

  @AfterAll
  @SuppressWarnings("SystemOut")
  static void tally() {
    System.out.printf(
        "faults: %d cases x %d settings, %,d runs%n",
        cases().size(), Setting.values().length, FaultRun.RUNS.get());
  }

  @TestFactory
  Stream<DynamicTest> everyCallFails() {
    return Arrays.stream(Setting.values())
        .flatMap(setting ->
            cases().stream()
                .map(c -> DynamicTest.dynamicTest(setting + " " + c, () -> run(setting, c))));
  }

  private void run(Setting setting, FaultCase c) throws Exception {
    Descriptors before = Descriptors.now();
    FaultKernel kernel = kernel();
    var unhandled = new ConcurrentLinkedQueue<Throwable>();
    var log = new LogRecords();
    Aio aio = setting.start(kernel, unhandled);
    try {
      for (Scene.Way way : c.ways) {
        new FaultRun(c, way, aio, kernel, folder, setting.isThorough()).all();
      }
    } finally {
      assertThat(aio.close(PATIENCE)).as("all has ended").isTrue();
      log.close();
    }
    assertThat(unhandled).as("exceptions that callbacks threw").isEmpty();
    assertThat(log.take(Level.WARNING)).as("what was logged").isEmpty();
    assertThat(kernel.open()).as("descriptors of the engine").isEmpty();
    assertThat(Descriptors.now().since(before)).as("descriptors").isEmpty();
  }

  // ------------------------------------------------------------------ completeness

  @Test
  void noMethodIsMissing() {
    var tested = cases().stream().map(c -> c.method).collect(Collectors.toSet());
    var all = new HashSet<String>();
    for (Class<?> type :
        List.of(AsyncFiles.class, AsyncFile.class, AsyncDirectory.class, Group.class)) {
      for (Method m : type.getDeclaredMethods()) {
        if (Modifier.isPublic(m.getModifiers()) && !m.isSynthetic()) {
          all.add(name(m));
        }
      }
    }
    assertThat(tested).doesNotContainAnyElementsOf(WITHOUT_CALLS);
    tested.addAll(WITHOUT_CALLS);
    assertThat(tested).isEqualTo(all);
  }

  private static String name(Method m) {
    String parameters =
        Arrays.stream(m.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(","));
    if (m.isVarArgs()) {
      parameters = parameters.replaceFirst("\\[]$", "...");
    }
    return m.getDeclaringClass().getSimpleName() + "." + m.getName() + "(" + parameters + ")";
  }

  // ------------------------------------------------------------------ what stands alone

  private static FaultKernel kernel() {
    return new FaultKernel(((Probe.Available) RealKernel.probe()).kernel());
  }

  @Test
  void pollFdFails() throws Exception {
    FaultKernel kernel = kernel();
    try (Aio aio = Setting.WORKERS_POLLED.start(kernel, new ConcurrentLinkedQueue<>())) {
      kernel.arm(k -> k == 1 ? Fault.errno(Errno.EMFILE) : Fault.NONE);
      assertThatThrownBy(aio::pollFd)
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("EMFILE");
      kernel.disarm();
      assertThat(kernel.open()).isEmpty();
      assertThat(aio.pollFd()).isNotNegative();
      assertThat(aio.stat(folder).await().isDirectory()).isTrue();
    }
    assertThat(kernel.open()).isEmpty();
  }

  /** A signal must not swallow what makes the descriptor readable, or what makes it unreadable. */
  @Test
  void theSignalOnThePollFdIsRepeated() throws Exception {
    FaultKernel kernel = kernel();
    try (Aio aio = Setting.WORKERS_POLLED.start(kernel, new ConcurrentLinkedQueue<>())) {
      int fd = aio.pollFd();
      for (int i = 0; i < 10; i++) {
        kernel.arm(k -> k % 2 == 1 ? Fault.errno(Errno.EINTR) : Fault.NONE);
        var done = aio.nop().onComplete((_, _) -> {});
        while (!done.isDone()) {
          Thread.onSpinWait();
        }
        assertThat(isReadable(fd, 10_000)).as("there is something to deliver").isTrue();
        aio.poll();
        kernel.disarm();
        while (isReadable(fd, 0)) { // a worker may just look whether it should be
          Thread.onSpinWait();
        }
      }
    }
  }

  private static boolean isReadable(int fd, int millis) {
    var s = new Scratch();
    Memory.putInt(s.statfs(), fd);
    Memory.putInt(s.statfs() + Poll.EVENTS, Poll.POLLIN);
    Memory.putLong(s.timespecs(), millis / 1000);
    Memory.putLong(s.timespecs() + Long.BYTES, 0);
    var real = ((Probe.Available) RealKernel.probe()).kernel();
    return real.ppoll(s, s.statfs(), 1, s.timespecs(), 0) > 0;
  }

  /** It is not the end of the source: a copy must not be taken for complete. */
  @Test
  void aFileThatTakesNothingFails() throws Exception {
    FaultKernel kernel = kernel();
    Path source = Files.writeString(folder.resolve("source"), Scene.TEXT);
    Path target = folder.resolve("target");
    try (Aio aio = Setting.WORKERS_POLLED.start(kernel, new ConcurrentLinkedQueue<>())) {
      kernel.arm(k -> k == 4 ? Fault.errno(Errno.EINVAL) : k == 6 ? Fault.NOTHING : Fault.NONE);
      assertThatThrownBy(() -> aio.copy(source, target).await())
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("EIO");
      assertThat(kernel.hits()).hasToString("[sendfile#1 EINVAL, write#1 nothing]");
      kernel.disarm();
    }
    assertThat(target).doesNotExist();
  }

  @Test
  void aFileSystemWithoutModesTakesACopy() throws Exception {
    FaultKernel kernel = kernel();
    Path source = Files.writeString(folder.resolve("source"), Scene.TEXT);
    kernel.hideModes(true);
    try (Aio aio = Setting.WORKERS_POLLED.start(kernel, new ConcurrentLinkedQueue<>())) {
      kernel.arm(k -> k == 6 ? Fault.errno(Errno.EPERM) : Fault.NONE);
      assertThat(aio.copy(source, folder.resolve("target")).await()).isEqualTo(Scene.TEXT.length());
      assertThat(kernel.hits()).hasToString("[fchmod#1 EPERM]");
      kernel.disarm();
    }
  }

  // ------------------------------------------------------------------ the ring

  /**
   * Where a call on the way to a ring fails there is no ring, for a reason, or one without what the
   * call was about; never half of one.
   */
  @Test
  void everyCallOfSettingUpARingFails() throws Exception {
    FaultKernel kernel = kernel();
    kernel.arm(_ -> Fault.NONE);
    assumeTrue(useRing(kernel), "this system has no io_uring");
    List<String> calls = kernel.calls();
    assertThat(calls).contains("io_uring_setup", "io_uring_register", "mmap", "io_uring_enter");
    for (int k = 1; k <= calls.size(); k++) {
      for (int errno : new int[] {Errno.EPERM, Errno.ENOSYS, Errno.ENOMEM, Errno.EINVAL}) {
        int failing = k;
        kernel.arm(n -> n == failing ? Fault.errno(errno) : Fault.NONE);
        var _ = useRing(kernel);
        kernel.disarm();
        assertThat(kernel.open()).as("descriptors after %s", kernel.hits()).isEmpty();
        assertThat(kernel.takeDefects()).as("defects after %s", kernel.hits()).isEmpty();
      }
    }
  }

  /** Sets a ring up, and runs an engine on it if it is there. */
  private boolean useRing(FaultKernel kernel) throws Exception {
    RingSetup.Outcome outcome = RingSetup.open(kernel);
    RingSetup.Opened ring = outcome.opened();
    kernel.disarm();
    if (ring == null) {
      assertThat(outcome.reason()).startsWith("io_uring").doesNotContain("\n");
      return false;
    }
    try (Aio aio =
        Access.aio(
            Setting.WORKERS_POLLED.config(new ConcurrentLinkedQueue<>()),
            Backends.uring(kernel, ring))) {
      assertThat(aio.load(Files.writeString(folder.resolve("ring"), Scene.TEXT)).await())
          .hasSize(Scene.TEXT.length());
    }
    return true;
  }
}
