package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.DirEntry;
import dev.jaio.FileType;
import dev.jaio.Group;
import dev.jaio.Operation;
import dev.jaio.Request;
import dev.jaio.ScanResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories apart from all else. */
class ScandirContract extends Contract {

  static List<String> names(List<DirEntry> entries) {
    return entries.stream()
        .map(e -> e.name().toUri().getRawPath().replaceFirst("/$", "").replaceFirst(".*/", ""))
        .toList();
  }

  private static void assertMixed(ScanResult found) {
    assertThat(names(found.directories())).containsExactlyInAnyOrder("sub", ".hidden", "a.b");
    assertThat(names(found.others()))
        .containsExactlyInAnyOrder("file", "hard", "to-sub", "dangling", "...");
  }

  private Path mixed() throws IOException {
    Path d = folder("mixed");
    Files.writeString(d.resolve("file"), "12345");
    Files.createLink(d.resolve("hard"), d.resolve("file"));
    Files.createDirectories(d.resolve("sub/deeper"));
    Files.createDirectory(d.resolve(".hidden"));
    Files.createDirectory(d.resolve("a.b"));
    Files.createFile(d.resolve("..."));
    Files.createSymbolicLink(d.resolve("to-sub"), Path.of("sub"));
    Files.createSymbolicLink(d.resolve("dangling"), Path.of("nowhere"));
    return d;
  }

  /** Has inodes asked for their types, where a test can make the system hide these. */
  private void hideTypes() {
    if (configuration.isNative()) {
      restart(s -> s, configuration.backends(Untyped.kernel(Configuration.kernel())));
    }
  }

  @Test
  void directoriesApartFromAllElse() throws Exception {
    assertMixed(aio.scandir(mixed()).await());
  }

  @Test
  void whereNoTypesAreRecordedTheInodesAreAsked() throws Exception {
    hideTypes();
    assertMixed(aio.scandir(mixed()).await());
  }

  @Test
  void aLinkToADirectoryIsNoDirectory() throws Exception {
    Path d = folder("d");
    Files.createSymbolicLink(d.resolve("l"), d);
    for (boolean hide : new boolean[] {false, true}) {
      if (hide) {
        hideTypes();
      }
      ScanResult found = aio.scandir(d).await();
      assertThat(found.directories()).isEmpty();
      assertThat(found.others())
          .singleElement()
          .returns(FileType.SYMLINK, DirEntry::type)
          .returns(Path.of("l"), DirEntry::name);
    }
  }

  @Test
  void aFifoIsNoDirectory() throws Exception {
    fifo("p");
    assertThat(aio.scandir(dir).await().others())
        .singleElement()
        .returns(FileType.FIFO, DirEntry::type);
    hideTypes();
    assertThat(aio.scandir(dir).await().others())
        .singleElement()
        .returns(FileType.FIFO, DirEntry::type);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesAreKeptToTheByte(boolean hide) throws Exception {
    Path d = folder("d");
    Files.createFile(Path.of(URI.create(d.toUri() + "%E9%FFodd")));
    Files.createDirectory(Path.of(URI.create(d.toUri() + "%80sub%0A")));
    if (hide) {
      hideTypes();
    }
    ScanResult found = aio.scandir(d).await();
    assertThat(names(found.others())).containsExactly("%E9%FFodd");
    assertThat(names(found.directories())).containsExactly("%80sub%0A");
    Path odd = d.resolve(found.others().getFirst().name());
    assertThat(aio.lstat(odd).await().ino()).isEqualTo(found.others().getFirst().ino());
  }

  @Test
  void entriesAreThoseOfReaddir() throws Exception {
    Path d = mixed();
    ScanResult found = aio.scandir(d).await();
    var all = new ArrayList<>(found.directories());
    all.addAll(found.others());
    assertThat(all).containsExactlyInAnyOrderElementsOf(aio.readdir(d).await());
  }

  @Test
  void anEmptyDirectory() throws Exception {
    assertThat(aio.scandir(folder("d")).await()).isEqualTo(new ScanResult(List.of(), List.of()));
  }

  @Test
  void aLinkThatIsScannedIsFollowed() throws Exception {
    assertMixed(aio.scandir(Files.createSymbolicLink(path("link"), mixed())).await());
  }

  @Test
  void whatIsNotThere() {
    assertFails(aio.scandir(path("d")), NoSuchFileException.class, "ENOENT", path("d"));
  }

  @Test
  void aFileIsNotScanned() throws Exception {
    Path f = write("f", "x");
    assertFails(aio.scandir(f, 1), NotDirectoryException.class, "ENOTDIR", f);
  }

  @Test
  void theCallbackIsCalledOnceWhenItFails() {
    var calls = new AtomicInteger();
    var got = new AtomicReference<Throwable>();
    aio.scandir(path("none"))
        .onComplete((found, error) -> {
          assertThat(found).isNull();
          got.set(error);
          calls.incrementAndGet();
        });
    flush();
    assertThat(calls).hasValue(1);
    assertThat(got.get()).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void badArgumentsAreRefusedAtTheCall() {
    assertThatIllegalArgumentException().isThrownBy(() -> aio.scandir(dir, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> aio.scandir(dir, -1));
    assertThatNullPointerException().isThrownBy(() -> aio.scandir(null));
    assertThat(aio.statistics().requests()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100, Integer.MAX_VALUE})
  void theLimitChangesNoResult(int maxRequests) throws Exception {
    Path d = mixed();
    assertMixed(aio.scandir(d, maxRequests).await());
    hideTypes();
    assertMixed(aio.scandir(d, maxRequests).await());
  }

  /** An engine that counts its requests whenever one more is submitted. */
  private AsyncFiles watched(AtomicLong most) {
    return new AsyncFiles() {
      @Override
      public <T> Request<T> submit(Operation<T> operation) {
        Request<T> submitted = aio.submit(operation);
        most.accumulateAndGet(aio.statistics().requests(), Math::max);
        return submitted;
      }
    };
  }

  /** Beside the requests there are the group and the one whose callback submits the next. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void noMoreRequestsThanTheLimit(int maxRequests) throws Exception {
    hideTypes();
    var most = new AtomicLong();
    assertMixed(watched(most).scandir(mixed(), maxRequests).await());
    assertThat(most.get()).isLessThanOrEqualTo(maxRequests + 2L);
  }

  // ------------------------------------------------------------------ ways to submit

  @Test
  void relativeToADirectory() throws Exception {
    Path d = mixed();
    hideTypes();
    try (AsyncDirectory open = aio.openDirectory(dir).await()) {
      assertMixed(aio.at(open).scandir(Path.of("mixed")).await());
    }
    try (AsyncDirectory open = aio.openDirectory(d).await()) {
      assertMixed(aio.at(open).scandir(Path.of("")).await());
      assertThat(names(aio.at(open).scandir(Path.of("sub"), 1).await().directories()))
          .containsExactly("deeper");
    }
  }

  @Test
  @Requires(Capability.BENEATH)
  void beneathADirectory() throws Exception {
    Path d = mixed();
    Files.createSymbolicLink(d.resolve("out"), dir);
    hideTypes();
    try (AsyncDirectory open = aio.openDirectory(d, LinkOption.NOFOLLOW_LINKS).await()) {
      AsyncFiles beneath = aio.beneath(open);
      assertThat(beneath.scandir(Path.of("to-sub")).await().directories()).hasSize(1);
      assertErrno(beneath.scandir(Path.of("out")), "EXDEV");
      assertErrno(beneath.scandir(Path.of("..")), "EXDEV");
      assertErrno(beneath.scandir(d), "EXDEV");
    }
  }

  @Test
  void withPriority() throws Exception {
    hideTypes();
    assertMixed(aio.withPriority(AsyncFiles.MAX_PRIORITY).scandir(mixed(), 2).await());
  }

  @Test
  void aGroupEndsAfterItsMember() throws Exception {
    Path d = mixed();
    hideTypes();
    Group<ScanResult> g = aio.group();
    g.scandir(d, 1).onComplete((found, _) -> g.result(found));
    g.close();
    assertMixed(g.await());
  }

  @Test
  void manyAtOnce() throws Exception {
    Path d = mixed();
    hideTypes();
    var requests = new ArrayList<Request<ScanResult>>();
    for (int i = 0; i < 50; i++) {
      requests.add(aio.scandir(d, 1 + i % 3));
    }
    for (Request<ScanResult> each : requests) {
      assertMixed(each.await());
    }
  }
}
