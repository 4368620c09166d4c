package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.AsyncFiles;
import dev.jaio.ErrnoException;
import dev.jaio.Request;
import dev.jaio.internal.abi.At;
import dev.jaio.internal.abi.FileMode;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Peek;
import dev.jaio.internal.engine.SingleOwner;
import dev.jaio.internal.posix.PathBytes;
import dev.jaio.internal.posix.Scratch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract of the library, run on every backend and in both ways of delivery. Each case gets a
 * running engine and an empty directory; after it no request, thread, descriptor or exception may
 * be left.
 *
 * <p>The thread of the test polls a polled engine, by waiting for requests or with {@link #until}.
 * Cases never sleep: they bring requests in an order with gates and by limiting the threads.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(Configuration.class)
@ExtendWith({Tally.class, Seeds.class})
@Timeout(60)
abstract class Contract {

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Parameter Configuration configuration;
  @TempDir Path dir;

  /** The engine of the case. */
  Aio aio;

  /** What callbacks threw in driven engines. A case that expects some takes them. */
  final Queue<Throwable> unhandled = new ConcurrentLinkedQueue<>();

  final LogRecords log = new LogRecords();
  private final List<Aio> engines = new ArrayList<>();
  private final Map<Aio, SingleOwner> owners = new HashMap<>(); // an engine equals itself only
  private final List<Gate> gates = new ArrayList<>();
  private final String prefix = "case" + NUMBERS.incrementAndGet();
  private Descriptors before;

  /** Set by a case that gives up on requests, which no thread brings to their end. */
  boolean leavesBehind;

  @BeforeEach
  void startEngine(TestInfo info) {
    skipWithout(info.getTestClass().orElseThrow().getAnnotation(Requires.class));
    skipWithout(info.getTestMethod().orElseThrow().getAnnotation(Requires.class));
    before = Descriptors.now();
    aio = start(s -> s);
  }

  private void skipWithout(Requires needs) {
    if (needs == null) {
      return;
    }
    for (Capability c : needs.value()) {
      assumeTrue(configuration.has(c), c.name());
    }
    for (Privilege p : needs.privileges()) {
      assumeTrue(p.isHere(), p.name());
    }
  }

  // ------------------------------------------------------------------ engines

  /** Starts one more engine. */
  final Aio start(UnaryOperator<Settings> settings) {
    var single = new SingleOwner[1];
    Aio fresh = start(settings, configuration.backends(Seeds.next(), o -> single[0] = o));
    if (single[0] != null) {
      owners.put(fresh, single[0]);
    }
    return fresh;
  }

  private Aio start(UnaryOperator<Settings> settings, Backends backends) {
    String name = prefix + "e" + engines.size();
    var config = settings.apply(new Settings(name, configuration.polled, unhandled::add)).config();
    Aio fresh = Access.aio(config, backends);
    engines.add(fresh);
    return fresh;
  }

  /** Replaces the engine of the case by one that is configured differently. */
  final void restart(UnaryOperator<Settings> settings) {
    aio.close();
    aio = start(settings);
  }

  /** As {@link #restart(UnaryOperator)}, on any backend. */
  final void restart(UnaryOperator<Settings> settings, Backends backends) {
    aio.close();
    aio = start(settings, backends);
  }

  final boolean polled() {
    return configuration.polled;
  }

  final String threadPrefix() {
    return prefix;
  }

  // ------------------------------------------------------------------ afterwards

  @AfterEach
  void nothingIsLeft() throws Exception {
    if (aio == null) {
      log.close();
      return; // skipped
    }
    for (Gate g : gates) {
      g.open();
    }
    if (leavesBehind && !configuration.has(Capability.THREADS)) {
      log.close();
      return;
    }
    for (Gate g : gates) {
      until(() -> g.request.isDone());
      g.closeResult();
    }
    owners.values().forEach(SingleOwner::release);
    for (Aio engine : engines) {
      boolean ended = engine.close(PATIENCE);
      assertThat(ended).as("all has ended: " + engine.statistics()).isTrue();
      awaitQuiet(engine);
    }
    noThreadsAreLeft();
    for (Gate g : gates) {
      g.dispose();
    }
    log.close();
    assertThat(unhandled).as("exceptions that callbacks threw").isEmpty();
    assertThat(log.take(Level.SEVERE)).as("errors that were logged").isEmpty();
    if (!Descriptors.now().since(before).isEmpty()) {
      System.gc(); // channels of the JDK that a test has left behind do not count
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() ->
              assertThat(Descriptors.now().since(before))
                  .as("descriptors that are left")
                  .isEmpty());
    }
  }

  /** What was cancelled while executing may end after the engine has closed. */
  private void awaitQuiet(Aio engine) {
    until(engine, () -> engine.statistics().abandoned() == 0);
    until(engine, () -> engine.statistics().requests() == 0);
    assertThat(engine.statistics().ready()).as("queued requests").isZero();
    assertThat(engine.statistics().pending()).as("pending requests").isZero();
  }

  private void noThreadsAreLeft() {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    List<String> left = left();
    while (!left.isEmpty() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(100_000);
      left = left();
    }
    assertThat(left).as("threads that are left").isEmpty();
  }

  private List<String> left() {
    if (threads().isEmpty()) {
      return List.of(); // the cheap look
    }
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(e -> e.getKey().getName().startsWith(prefix + "e"))
        .map(e -> e.getKey() + " " + Arrays.toString(e.getValue()))
        .toList();
  }

  final List<String> threads() {
    var group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent(); // virtual threads start theirs in another one
    }
    var all = new Thread[group.activeCount() + 100];
    return Arrays.stream(all, 0, group.enumerate(all))
        .map(Thread::getName)
        .filter(n -> n.startsWith(prefix + "e"))
        .toList();
  }

  // ------------------------------------------------------------------ waiting

  /** Waits for a condition; on the thread of a polled engine by polling. */
  final void until(BooleanSupplier condition) {
    until(aio, condition);
  }

  final void until(Aio engine, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("nanoseconds over time").isNegative();
      if (polled()) {
        engine.poll();
      }
      LockSupport.parkNanos(200_000);
    }
  }

  /** Delivers all that is outstanding. */
  final void flush() {
    try {
      aio.flush();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The failure of a request. */
  static Throwable failure(Request<?> request) {
    Throwable t = catchThrowable(() -> request.await());
    assertThat(t).as(request + " fails").isNotNull();
    return t;
  }

  /** Asserts that a request fails as the system says, in class, error number, text and path. */
  static void assertFails(
      Request<?> request, Class<? extends Throwable> type, String errno, Path path) {
    Throwable t = failure(request);
    assertThat(t).isInstanceOf(type).isInstanceOf(ErrnoException.class);
    assertThat(((ErrnoException) t).errnoName()).isEqualTo(errno);
    assertThat(((ErrnoException) t).errno()).isPositive();
    assertThat(t).hasMessageContaining(errno + ": ");
    if (path != null) {
      assertThat(t).hasMessageContaining(path.toString());
    }
  }

  /** Asserts the error number of a failure. */
  static void assertErrno(Request<?> request, String errno) {
    Throwable t = failure(request);
    assertThat(t).as(t.toString()).isInstanceOf(ErrnoException.class);
    assertThat(((ErrnoException) t).errnoName()).isEqualTo(errno);
  }

  // ------------------------------------------------------------------ gates

  /** A request that is EXECUTING. */
  final Gate gate() {
    return gate(aio, aio);
  }

  final Gate gate(AsyncFiles files) {
    return gate(aio, files);
  }

  final Gate gate(Aio engine, AsyncFiles files) {
    Gate gate = gateNotAwaited(engine, files);
    until(engine, () -> gate.request.phase() != Request.Phase.READY);
    return gate;
  }

  /** A gate that may still be READY. */
  final Gate gateNotAwaited(Aio engine, AsyncFiles files) {
    SingleOwner owner = owners.get(engine);
    Gate gate;
    if (owner != null) {
      owner.hold("busy");
      gate = Gate.ofHeld(files.busy(Duration.ZERO), owner);
    } else {
      Path fifo = fifo("gate" + gates.size());
      gate = Gate.ofOpening(files.open(fifo), fifo);
    }
    gates.add(gate);
    return gate;
  }

  /** A read that is EXECUTING. */
  final Gate reading(ByteBuffer buffer) throws Exception {
    SingleOwner owner = owners.get(aio);
    Gate gate;
    AsyncFile file;
    if (owner != null) {
      file = aio.open(write("reading" + gates.size(), Gate.LENT)).await();
      owner.hold("read");
      gate = Gate.ofHeld(file.read(buffer, 0), owner);
    } else {
      Path fifo = fifo("reading" + gates.size());
      file = aio.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE).await();
      gate = Gate.ofReading(file.read(buffer), fifo);
    }
    gates.add(gate);
    until(() -> gate.request.phase() != Request.Phase.READY);
    file.closeAsync().onComplete((_, _) -> {}); // when the read has ended
    return gate;
  }

  /**
   * A read whose buffer is in the hands of the system. Files that can be slow are not lent memory
   * to, so the kernel that workers call is made slow.
   */
  final Gate lending(ByteBuffer buffer) throws Exception {
    Gate gate;
    if (configuration.isNative()) {
      var slow = new SlowKernel(Configuration.kernel());
      restart(s -> s, configuration.backends(slow.kernel()));
      var file = aio.open(write("lending" + gates.size(), Gate.LENT)).await();
      slow.delay("pread");
      gate = Gate.ofDelayed(file.read(buffer, 0), slow);
      gates.add(gate);
      until(() -> Peek.isLent(gate.request));
      file.closeAsync().onComplete((_, _) -> {});
    } else {
      gate = reading(buffer);
      until(() -> Peek.isLent(gate.request));
    }
    return gate;
  }

  /** A buffer that every backend lends to the system. */
  static ByteBuffer lendable() {
    return ByteBuffer.allocateDirect(2 << 20);
  }

  /** Creates a FIFO, which not every backend can. */
  final Path fifo(String name) {
    return node(name, FileMode.S_IFIFO | 0600);
  }

  final Path node(String name, int mode) {
    var scratch = new Scratch();
    Path path = dir.resolve(name);
    assertThat(PathBytes.encode(path, scratch.path())).isPositive();
    var kernel = Configuration.kernel();
    assertThat(kernel.mknodat(scratch, At.AT_FDCWD, scratch.path(), mode, 0)).isZero();
    return path;
  }

  /** Lets nothing more be executed, until {@link Aio#minParallel}. */
  final void pause() {
    aio.maxParallel(0);
    until(() -> aio.statistics().threads() == 0);
  }

  /**
   * Submits nops, and delivers only when all of them are complete and those with callbacks queued.
   */
  final void completeBeforeDelivery(Supplier<List<? extends Request<?>>> nops) throws Exception {
    SingleOwner owner = owners.get(aio);
    if (owner != null) {
      owner.hold("nop");
      var requests = nops.get();
      until(() -> owner.isStill() && allIn(requests, Request.Phase.EXECUTING));
      owner.release();
    } else if (polled()) {
      var requests = nops.get();
      spinUntil(() -> areComplete(requests));
    } else {
      var go = new CountDownLatch(1);
      var holds = new CountDownLatch(1);
      aio.nop()
          .onComplete((_, _) -> {
            holds.countDown();
            awaitUninterruptibly(go);
          });
      holds.await();
      var requests = nops.get();
      spinUntil(() -> areComplete(requests));
      go.countDown();
    }
  }

  /**
   * A request is complete first and in the completion queue then, if somebody wants it delivered.
   */
  private boolean areComplete(List<? extends Request<?>> requests) {
    return requests.stream().allMatch(Request::isDone)
        && aio.statistics().pending()
            == requests.stream().filter(r -> r.phase() == Request.Phase.PENDING).count();
  }

  static boolean allIn(List<? extends Request<?>> requests, Request.Phase phase) {
    return requests.stream().allMatch(r -> r.phase() == phase);
  }

  /** Waits for a condition without polling. */
  static void spinUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("nanoseconds over time").isNegative();
      LockSupport.parkNanos(100_000);
    }
  }

  /** Asserts that something does not change although there is time for it. */
  final void stays(BooleanSupplier condition) {
    for (int i = 0; i < 60; i++) {
      assertThat(condition.getAsBoolean()).isTrue();
      if (polled()) {
        aio.poll();
      }
      LockSupport.parkNanos(300_000);
    }
  }

  static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // ------------------------------------------------------------------ files

  final Path path(String name) {
    return dir.resolve(name);
  }

  final Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text, StandardCharsets.UTF_8);
  }

  final Path folder(String name) throws IOException {
    return Files.createDirectory(dir.resolve(name));
  }

  static String text(Path path) throws IOException {
    return Files.readString(path, StandardCharsets.UTF_8);
  }

  static ByteBuffer buffer(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static ByteBuffer direct(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  /** What was put into a buffer. */
  static String taken(ByteBuffer buffer) {
    return StandardCharsets.UTF_8.decode(buffer.duplicate().flip()).toString();
  }

  /** Opens a file for reading and writing, created where it is not. */
  final AsyncFile open(Path path) throws Exception {
    return aio.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)
        .await();
  }

  final Random random() {
    return new Random(Seeds.next());
  }
}
