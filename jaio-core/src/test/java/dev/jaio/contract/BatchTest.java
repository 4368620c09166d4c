package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.jaio.Aio;
import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFile;
import dev.jaio.Buffers;
import dev.jaio.ErrnoException;
import dev.jaio.FileType;
import dev.jaio.OpenFlag;
import dev.jaio.Request;
import dev.jaio.Transfer;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.engine.Config;
import dev.jaio.internal.engine.Router;
import dev.jaio.internal.posix.Intercepted;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.uring.TestRings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What threads carry out several at a time, on rings of their own. */
class BatchTest {

  private static final int MANY = 100;
  private static final int SIZE = 1000;

  /** Who makes the batches. */
  enum By {
    /** The thread that delivers and helps, sometimes a worker too. */
    WHO_POLLS,
    /** Workers only. */
    WORKERS,
    /** A dispatcher that helps, and workers. */
    WHO_DISPATCHES
  }

  @TempDir Path dir;
  private final AtomicInteger enters = new AtomicInteger();
  private final Set<Integer> rings = ConcurrentHashMap.newKeySet(); // descriptors

  private Kernel counting() {
    return Intercepted.kernel(
        Configuration.kernel(),
        (method, arguments, real) -> {
          if (method.getName().equals("io_uring_enter")) {
            enters.incrementAndGet();
          } else if (method.getName().equals("close")) {
            rings.remove((Integer) arguments[1]); // before the number can be another one's
          }
          Object result = real.call();
          if (method.getName().equals("io_uring_setup") && (int) result >= 0) {
            rings.add((Integer) result);
          }
          return result;
        });
  }

  private Aio start(By by) {
    Kernel kernel = counting();
    boolean polled = by == By.WHO_POLLS;
    boolean helping = by != By.WORKERS;
    var config =
        new Config(
            "batch", polled, null, _ -> {}, 1 << 20, true, helping, 0, 0, 8, 0, 4, 1_000_000_000);
    Aio aio = Access.aio(config, Backends.uring(kernel, TestRings.open(kernel), Router.batches()));
    enters.set(0);
    return aio;
  }

  /** The second read asks whether memory may be lent to the file, as rings have to know. */
  private static AsyncFile known(AsyncFile f) throws Exception {
    for (int i = 0; i < 2; i++) {
      f.read(ByteBuffer.allocateDirect(1), 0).awaitBytes();
    }
    return f;
  }

  private Path fifo(Aio aio) throws Exception {
    Path fifo = dir.resolve("fifo");
    aio.mknod(fifo, FileType.FIFO, 0600, 0).await();
    return fifo;
  }

  private Path file(String name, int size) throws IOException {
    var bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (name.hashCode() + i);
    }
    return Files.write(dir.resolve(name), bytes);
  }

  private static void assertHolds(ByteBuffer b, String name, int size) {
    assertThat(b.position()).isEqualTo(size);
    for (int i = 0; i < size; i++) {
      assertThat(b.get(i)).isEqualTo((byte) (name.hashCode() + i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsGetWhatThereIs(By by) throws Exception {
    try (Aio aio = start(by)) {
      AsyncFile f = known(aio.open(file("data", MANY * SIZE), StandardOpenOption.READ).await());
      var all = new ByteBuffer[MANY + 2];
      var results = new AtomicInteger[all.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = ByteBuffer.allocateDirect(SIZE);
        results[i] = new AtomicInteger(-9);
        int n = i;
        f.read(all[i], (long) i * SIZE - (i > MANY ? SIZE / 2 + SIZE : 0))
            .onTransfer((bytes, _) -> results[n].set(bytes));
      }
      aio.flush();
      for (int i = 0; i < MANY; i++) {
        assertThat(results[i]).hasValue(SIZE);
        assertThat(all[i].get(7)).isEqualTo((byte) ("data".hashCode() + i * SIZE + 7));
      }
      assertThat(results[MANY]).as("at the end").hasValue(-1);
      assertThat(results[MANY + 1]).as("across the end").hasValue(SIZE / 2);
      assertThat(enters).as("a ring was entered").hasPositiveValue();
      f.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void leasedBuffersAreForTheRingOfTheEngine(By by) throws Exception {
    try (Aio aio = start(by)) {
      AsyncFile f = known(aio.open(file("data", MANY * SIZE), StandardOpenOption.READ).await());
      var leases = new ArrayList<Buffers.Lease>();
      var reads = new ArrayList<Transfer>();
      for (int i = 0; i < 10; i++) {
        Buffers.Lease lease = aio.buffers().lease();
        lease.buffer().limit(SIZE);
        leases.add(lease);
        reads.add(f.read(lease, (long) i * SIZE));
        reads.get(i).onTransfer((_, _) -> {});
      }
      aio.flush();
      for (int i = 0; i < leases.size(); i++) {
        assertThat(reads.get(i).bytes()).isEqualTo(SIZE);
        assertThat(leases.get(i).buffer().get(3))
            .isEqualTo((byte) ("data".hashCode() + i * SIZE + 3));
        leases.get(i).close();
      }
      f.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFifoHasNoPositions(By by) throws Exception {
    try (Aio aio = start(by)) {
      Path fifo = fifo(aio);
      AsyncFile f = aio.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE).await();
      assertThat(f.write(ByteBuffer.wrap(new byte[4])).awaitBytes()).isEqualTo(4);
      var reads = new ArrayList<Transfer>();
      for (int i = 0; i < 8; i++) {
        reads.add(f.read(ByteBuffer.allocateDirect(1), i));
        reads.get(i).onTransfer((_, _) -> {});
      }
      aio.flush();
      for (Transfer read : reads) {
        assertThat(read.exceptionNow()).hasMessageContaining("ESPIPE");
      }
      f.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotCachedIsReadAllTheSame(By by) throws Exception {
    Path path = file("cold", MANY * 4096);
    try (FileChannel c = FileChannel.open(path, StandardOpenOption.WRITE)) {
      c.force(true);
    }
    try (Aio aio = start(by)) {
      AsyncFile f = known(aio.open(path, StandardOpenOption.READ).await());
      for (int round = 0; round < 3; round++) {
        Uncached.drop(path);
        var all = new ByteBuffer[MANY];
        for (int i = 0; i < MANY; i++) {
          all[i] = ByteBuffer.allocateDirect(4096);
          Transfer read = i % 2 == 0 ? f.read(all[i], i * 4096L) : f.readFully(all[i], i * 4096L);
          read.onTransfer((_, _) -> {});
        }
        aio.flush();
        for (int i = 0; i < MANY; i++) {
          assertThat(all[i].position()).isEqualTo(4096);
          assertThat(all[i].get(9)).isEqualTo((byte) ("cold".hashCode() + i * 4096 + 9));
        }
      }
      f.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void filesAreLoaded(By by) throws Exception {
    try (Aio aio = start(by)) {
      var buffers = new ArrayList<ByteBuffer>();
      for (int i = 0; i < MANY; i++) {
        file("f" + i, SIZE + i);
        buffers.add(ByteBuffer.allocateDirect(i % 3 == 0 ? SIZE + i : i % 3 == 1 ? SIZE : 5000));
      }
      var loads = new ArrayList<Request<?>>();
      for (int i = 0; i < MANY; i++) {
        loads.add(aio.load(dir.resolve("f" + i), buffers.get(i)).onTransfer((_, _) -> {}));
      }
      aio.flush();
      for (int i = 0; i < MANY; i++) {
        int size = i % 3 == 1 ? SIZE : SIZE + i;
        assertThat(((Transfer) loads.get(i)).bytes()).isEqualTo(size);
        assertHolds(buffers.get(i), "f" + i, size);
      }
      assertThat(enters).as("a ring was entered").hasPositiveValue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeLoadedSaysWhy(By by) throws Exception {
    try (Aio aio = start(by)) {
      ByteBuffer b = ByteBuffer.allocateDirect(100);
      Transfer missing = aio.load(dir.resolve("missing"), b);
      Transfer directory = aio.load(dir, ByteBuffer.allocateDirect(100));
      Transfer empty = aio.load(file("empty", 0), ByteBuffer.allocateDirect(100));
      ByteBuffer text = ByteBuffer.allocateDirect(100);
      Transfer kernels = aio.load(Path.of("/proc/sys/kernel/ostype"), text);
      for (Transfer t : List.of(missing, directory, empty, kernels)) {
        t.onTransfer((_, _) -> {});
      }
      aio.flush();
      assertThatThrownBy(missing::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(NoSuchFileException.class);
      assertThatThrownBy(directory::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(FileSystemException.class)
          .hasMessageContaining("EISDIR");
      assertThat(empty.bytes()).isEqualTo(-1);
      assertThat(kernels.bytes())
          .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/ostype")).length());
      assertThat((char) text.get(0)).isEqualTo('L');
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLoadOfAFifoWaitsForItsWriter(By by) throws Exception {
    try (Aio aio = start(by)) {
      Path fifo = fifo(aio);
      ByteBuffer b = ByteBuffer.allocateDirect(8);
      Transfer load = aio.load(fifo, b);
      var done = new CountDownLatch(1);
      load.onTransfer((_, _) -> done.countDown());
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                try (FileChannel c = FileChannel.open(fifo, StandardOpenOption.WRITE)) {
                  c.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                  c.write(ByteBuffer.wrap(new byte[] {4, 5}));
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      if (by == By.WHO_POLLS) {
        aio.flush();
      }
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
      writer.join();
      assertThat(load.bytes()).isEqualTo(5);
      assertThat(b.get(4)).isEqualTo((byte) 5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void filesAreClosed(By by) throws Exception {
    Path path = file("closed", SIZE);
    try (Aio aio = start(by)) {
      var files = new ArrayList<AsyncFile>();
      for (int i = 0; i < MANY; i++) {
        files.add(aio.open(path, StandardOpenOption.READ).await());
      }
      assertThat(open(path)).isEqualTo(MANY);
      for (AsyncFile f : files) {
        f.read(ByteBuffer.allocateDirect(SIZE), 0).onTransfer((_, _) -> {});
        f.closeAsync().onComplete((_, _) -> {});
      }
      aio.flush();
      assertThat(open(path)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void filesAreOpenedThatWaitForNothing(By by) throws Exception {
    Path path = file("opened", SIZE);
    Path link = Files.createSymbolicLink(dir.resolve("link"), path);
    try (Aio aio = start(by)) {
      var opens = new ArrayList<Request<AsyncFile>>();
      for (int i = 0; i < MANY; i++) {
        opens.add(aio.open(i % 2 == 0 ? path : link, StandardOpenOption.READ, OpenFlag.NONBLOCK));
        opens.get(i).onComplete((_, _) -> {});
      }
      aio.flush();
      assertThat(open(path)).isEqualTo(MANY);
      assertThat(enters).as("a ring was entered").hasPositiveValue();
      for (Request<AsyncFile> open : opens) {
        ByteBuffer b = ByteBuffer.allocateDirect(SIZE);
        assertThat(open.resultNow().read(b, 0).awaitBytes()).isEqualTo(SIZE);
        assertHolds(b, "opened", SIZE);
        open.resultNow().close();
      }
      assertThat(open(path)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsOpenedWithoutWaitingIsWhatTheCallOpens(By by) throws Exception {
    try (Aio aio = start(by);
        AsyncDirectory at = aio.openDirectory(dir).await()) {
      Path fifo = fifo(aio);
      Path plain = file("plain", 1);
      var opens =
          List.of(
              aio.open(fifo, StandardOpenOption.READ, OpenFlag.NONBLOCK),
              aio.open(fifo, StandardOpenOption.WRITE, OpenFlag.NONBLOCK),
              aio.open(dir.resolve("missing"), StandardOpenOption.READ, OpenFlag.NONBLOCK),
              aio.open(plain.resolve("x"), StandardOpenOption.READ, OpenFlag.NONBLOCK),
              aio.open(plain, StandardOpenOption.WRITE, OpenFlag.NONBLOCK),
              aio.at(at).open(Path.of("plain"), StandardOpenOption.READ, OpenFlag.NONBLOCK),
              aio.beneath(at).open(Path.of("../" + dir.getFileName()), OpenFlag.NONBLOCK));
      opens.forEach(o -> o.onComplete((_, _) -> {}));
      aio.flush();
      String[] results = {"", "", "ENOENT", "ENOTDIR", "", "", "EXDEV"};
      for (int i = 0; i < results.length; i++) {
        Request<AsyncFile> open = opens.get(i);
        boolean noReader = i == 1 && open.state() == Request.State.FAILED; // yet
        if (results[i].isEmpty() && !noReader) {
          open.resultNow().close();
        } else {
          assertThat(((ErrnoException) open.exceptionNow()).errnoName())
              .as("%d", i)
              .isEqualTo(noReader ? "ENXIO" : results[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancelledOrNotNothingStaysOpen(By by) throws Exception {
    Path path = file("cancelled", SIZE);
    try (Aio aio = start(by)) {
      for (int round = 0; round < 50; round++) {
        var loads = new ArrayList<Request<?>>();
        for (int i = 0; i < MANY; i++) {
          loads.add(aio.load(path, ByteBuffer.allocateDirect(SIZE)).onTransfer((_, _) -> {}));
        }
        if (by == By.WHO_POLLS && round % 2 == 0) {
          aio.pollWait();
        }
        var opens = new ArrayList<Request<AsyncFile>>();
        for (int i = 0; i < MANY; i++) {
          opens.add(aio.open(path, OpenFlag.NONBLOCK).onComplete((_, _) -> {}));
        }
        if (by == By.WHO_POLLS && round % 3 == 0) {
          aio.pollWait();
        }
        loads.forEach(Request::cancel);
        opens.forEach(Request::cancel);
        aio.flush();
        for (Request<AsyncFile> open : opens) {
          if (open.state() == Request.State.SUCCESS) {
            open.resultNow().close();
          }
        }
      }
      await().untilAsserted(() -> assertThat(open(path)).isZero());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRingsAreClosedWithTheEngine(By by) throws Exception {
    try (Aio aio = start(by)) {
      AsyncFile f = known(aio.open(file("data", SIZE), StandardOpenOption.READ).await());
      for (int i = 0; i < MANY; i++) {
        f.read(ByteBuffer.allocateDirect(SIZE), 0).onTransfer((_, _) -> {});
      }
      aio.flush();
      assertThat(rings).hasSizeGreaterThan(1); // the engine's, and one of a thread
      f.close();
    }
    await().untilAsserted(() -> assertThat(rings).isEmpty());
  }

  /** How often this process has a file open. */
  private static long open(Path path) throws IOException {
    Path real = path.toRealPath();
    return descriptors().stream().filter(real.toString()::equals).count();
  }

  private static List<String> descriptors() throws IOException {
    var all = new ArrayList<String>();
    try (var list = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path p : list) {
        try {
          all.add(Files.readSymbolicLink(p).toString());
        } catch (NoSuchFileException _) { // closed meanwhile, as that of the listing
        }
      }
    }
    return all;
  }
}
