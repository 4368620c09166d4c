package dev.jaio.fault;

import static java.util.Collections.frequency;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jaio.Aio;
import dev.jaio.ErrnoException;
import dev.jaio.Request;
import dev.jaio.internal.abi.Errno;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs one case in one way again and again: first without faults, to learn its calls, then with
 * each fault at each of them. Where a fault is borne by making calls that are not made otherwise,
 * each of these meets each fault as well.
 */
final class FaultRun {

  private static final List<Fault> ALL =
      IntStream.of(
              Errno.EIO,
              Errno.EINTR,
              Errno.EINVAL,
              Errno.EXDEV,
              Errno.ENOSPC,
              Errno.EACCES,
              Errno.EMFILE,
              Errno.EAGAIN,
              Errno.EPERM,
              Errno.ENOSYS,
              Errno.EOPNOTSUPP)
          .mapToObj(Fault::errno)
          .toList();

  /** One that fails, one that is repeated, and two for which other calls take the place. */
  private static final List<Fault> FEW = ALL.subList(0, 4);

  /** How many calls in a row are interrupted. */
  private static final int STORM = 6;

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** How many times a case has been run. */
  static final AtomicLong RUNS = new AtomicLong();

  private final FaultCase tested;
  private final Scene.Way way;
  private final Aio aio;
  private final FaultKernel kernel;
  private final Path folder;
  private final List<Fault> errnos;
  private final Scene scene;
  private final Set<List<String>> detours = new HashSet<>(); // sequences of calls seen

  /**
   * Prepares a case.
   *
   * @param thorough whether with all error numbers, or only with one of each kind
   */
  FaultRun(
      FaultCase tested, Scene.Way way, Aio aio, FaultKernel kernel, Path folder, boolean thorough)
      throws Exception {
    this.tested = tested;
    this.way = way;
    this.aio = aio;
    this.kernel = kernel;
    this.folder = folder;
    this.errnos = thorough ? ALL : FEW;
    this.scene = new Scene(aio, kernel, folder.resolve("scene" + NUMBERS.incrementAndGet()), way);
  }

  /** Runs it with every fault. */
  void all() throws Exception {
    try {
      everyFault();
    } finally {
      scene.close();
    }
  }

  private void everyFault() {
    List<String> calls = run(Map.of());
    for (int k = 1; k <= calls.size(); k++) {
      for (Fault fault : faults(calls.get(k - 1))) {
        one(k, fault, calls);
      }
      var storm = new HashMap<Integer, Fault>();
      for (int i = k; i < k + STORM; i++) {
        storm.put(i, Fault.errno(Errno.EINTR));
      }
      run(storm);
    }
  }

  private void one(int k, Fault fault, List<String> usual) {
    List<String> calls = run(Map.of(k, fault));
    Fault.Hit hit = kernel.hits().getFirst();
    boolean repeats = fault.errno() == Errno.EINTR || fault.errno() == Errno.EAGAIN;
    boolean stands = hit.is("openat2"); // for the call that it looks up for
    if (repeats || stands || !tested.bears(hit) || !detours.add(calls)) {
      return;
    }
    for (int j = k + 1; j <= calls.size(); j++) {
      if (isNew(j, calls, usual)) {
        for (Fault second : faults(calls.get(j - 1))) {
          run(Map.of(k, fault, j, second));
        }
      }
    }
  }

  private static boolean isNew(int k, List<String> calls, List<String> usual) {
    String call = calls.get(k - 1);
    return frequency(calls.subList(0, k), call) > frequency(usual, call);
  }

  private List<Fault> faults(String call) {
    var faults = new ArrayList<>(errnos);
    if (FaultKernel.isTransfer(call)) {
      faults.add(Fault.SHORT);
    }
    return faults;
  }

  // ------------------------------------------------------------------ one run

  private List<String> run(Map<Integer, Fault> faults) {
    RUNS.incrementAndGet();
    try {
      scene.begin();
      run(tested.preparation.prepare(scene), faults);
      scene.end();
      assertThat(kernel.takeDefects()).isEmpty();
      return kernel.calls();
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          "%s %s with %s%n  calls: %s%n  faults: %s%n  %s"
              .formatted(tested, way, faults, kernel.calls(), kernel.hits(), e),
          e);
    } finally {
      kernel.disarm();
      kernel.hideTypes(false);
    }
  }

  private <T> void run(Trial<T> trial, Map<Integer, Fault> faults) throws Exception {
    kernel.arm(k -> faults.getOrDefault(k, Fault.NONE));
    Request<? extends T> request = null;
    Throwable failure = null;
    try {
      request = trial.action().call();
      if (request != null) {
        failure = ending(request);
      }
    } catch (IOException e) {
      failure = e;
    }
    kernel.disarm();
    if (scene.group() != null) {
      scene.group().close();
      assertThat(scene.group().get()).isNull();
      assertThat(scene.group().state()).isEqualTo(Future.State.SUCCESS);
    }
    if (!faults.isEmpty()) {
      assertThat(kernel.hits()).as("faults that came to pass").isNotEmpty();
    }
    var expected = kernel.hits().stream().filter(h -> !tested.bears(h)).findFirst();
    if (expected.isPresent()) {
      assertThat(failure).as("the failure, after %s", expected.get()).isNotNull();
      assertFailure(expected.get().fault().errno(), failure, trial.named());
      tested.afterFailure.accept(scene);
      assertThat(scene.now(tested.touched()))
          .as("what is there")
          .isEqualTo(scene.before(tested.touched()));
    } else {
      assertThat(failure).as("the failure").isNull();
      T result = request == null ? null : request.resultNow();
      try {
        trial.check().accept(result);
      } finally {
        if (result instanceof AutoCloseable opened) {
          opened.close();
        }
      }
    }
    assertThat(aio.stat(folder).await().isDirectory()).as("the engine goes on").isTrue();
  }

  /** Waits for the end, which must be the same for all who ask. */
  private <T> @Nullable Throwable ending(Request<T> request) throws Exception {
    var callbacks = new AtomicInteger();
    var seen = new Throwable[1];
    CompletableFuture<T> future = request.toCompletableFuture();
    request.onComplete((_, error) -> {
      seen[0] = error;
      callbacks.incrementAndGet();
    });
    if (scene.group() != null) {
      scene.group().close();
    }
    aio.flush();
    assertThat(callbacks).as("callbacks").hasValue(1);
    assertThat(request.isDone()).isTrue();
    assertThat(future).isDone();
    assertThat(future.state()).isEqualTo(request.state());
    assertThat(aio.statistics().requests()).as("outstanding requests").isZero();
    assertThat(aio.statistics().abandoned()).isZero();
    if (seen[0] == null) {
      assertThat(request.state()).isEqualTo(Future.State.SUCCESS);
    } else {
      assertThat(request.state()).isEqualTo(Future.State.FAILED);
      assertThat(request.exceptionNow()).isSameAs(seen[0]);
      assertThat(future.exceptionNow()).isSameAs(seen[0]);
      Throwable thrown = catchThrowable(request::await);
      assertThat(thrown).hasSameClassAs(seen[0]).hasMessage(seen[0].getMessage());
      assertThat(thrown.getStackTrace()).as("whose trace it is").isNotEmpty();
    }
    return seen[0];
  }

  private static void assertFailure(int errno, Throwable t, List<Path> named) {
    assertThat(t).isInstanceOf(ErrnoException.class).isInstanceOf(type(errno));
    assertThat(((ErrnoException) t).errno()).isEqualTo(errno);
    assertThat(((ErrnoException) t).errnoName()).isEqualTo(Errno.name(errno));
    assertThat(t).hasMessageContaining(Errno.name(errno) + ": ");
    for (Path p : named) {
      assertThat(t).hasMessageContaining(p.toString());
    }
    if (errno != Errno.EACCES && !(t instanceof NotLinkException)) {
      assertThat(t.getClass().getSuperclass()).isEqualTo(FileSystemException.class);
    }
  }

  private static Class<?> type(int errno) {
    return errno == Errno.EACCES ? AccessDeniedException.class : FileSystemException.class;
  }
}
