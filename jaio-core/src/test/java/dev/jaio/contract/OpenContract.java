package dev.jaio.contract;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.AsyncFile;
import dev.jaio.AsyncFiles;
import dev.jaio.Group;
import dev.jaio.OpenFlag;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Opening and closing files. */
class OpenContract extends Contract {

  private static String permissions(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void withoutOptionsReads() throws Exception {
    try (var file = aio.open(write("f", "text")).await()) {
      var buffer = ByteBuffer.allocate(10);
      assertThat(file.read(buffer, 0).awaitBytes()).isEqualTo(4);
      assertErrno(file.write(buffer("x"), 0), "EBADF");
    }
  }

  @Test
  void writeOnlyDoesNotRead() throws Exception {
    try (var file = aio.open(write("f", "text"), WRITE).await()) {
      assertErrno(file.read(ByteBuffer.allocate(1), 0), "EBADF");
    }
  }

  @Test
  void createsWhereItIsMissing() throws Exception {
    aio.open(path("new"), WRITE, CREATE).await().close();
    assertThat(path("new")).isEmptyFile();
  }

  @Test
  void createLeavesWhatIsThere() throws Exception {
    Path f = write("f", "text");
    aio.open(f, WRITE, CREATE).await().close();
    assertThat(text(f)).isEqualTo("text");
  }

  @Test
  void createNewRefusesWhatIsThere() throws Exception {
    Path f = write("f", "text");
    assertFails(aio.open(f, WRITE, CREATE_NEW), FileAlreadyExistsException.class, "EEXIST", f);
  }

  @Test
  void createNewRefusesADanglingLink() throws Exception {
    Path l = Files.createSymbolicLink(path("l"), path("none"));
    assertFails(aio.open(l, WRITE, CREATE_NEW), FileAlreadyExistsException.class, "EEXIST", l);
  }

  @Test
  void missingIsNoSuchFile() {
    assertFails(aio.open(path("no")), NoSuchFileException.class, "ENOENT", path("no"));
  }

  @Test
  void truncates() throws Exception {
    Path f = write("f", "text");
    aio.open(f, WRITE, TRUNCATE_EXISTING).await().close();
    assertThat(f).isEmptyFile();
  }

  @Test
  void truncateWithoutWriteIsIgnored() throws Exception {
    Path f = write("f", "text");
    aio.open(f, READ, TRUNCATE_EXISTING).await().close();
    assertThat(text(f)).isEqualTo("text");
  }

  @Test
  void createWithoutWriteIsIgnored() {
    assertFails(aio.open(path("no"), READ, CREATE), NoSuchFileException.class, "ENOENT", null);
  }

  @Test
  void appends() throws Exception {
    Path f = write("f", "one");
    try (var file = aio.open(f, APPEND).await()) {
      file.write(buffer("two")).await();
      file.write(buffer("three")).await();
    }
    assertThat(text(f)).isEqualTo("onetwothree");
  }

  @Test
  @Requires(Capability.OPEN_FLAGS)
  void appendsAndReads() throws Exception {
    try (var file = aio.open(write("f", "one"), READ, APPEND).await()) {
      file.write(buffer("two"), 0).await();
      var all = ByteBuffer.allocate(6);
      file.readFully(all, 0).await();
      assertThat(new String(all.array(), StandardCharsets.US_ASCII)).isEqualTo("onetwo");
    }
  }

  @Test
  void syncedFilesAreWritten() throws Exception {
    for (OpenOption option : new OpenOption[] {SYNC, DSYNC}) {
      try (var file = aio.open(path("s" + option), WRITE, CREATE, option).await()) {
        file.write(buffer("x"), 0).await();
      }
      assertThat(text(path("s" + option))).isEqualTo("x");
    }
  }

  @Test
  void deleteOnClose() throws Exception {
    Path f = write("f", "text");
    try (var file = aio.open(f, READ, DELETE_ON_CLOSE).await()) {
      assertThat(file.read(ByteBuffer.allocate(4), 0).awaitBytes()).isEqualTo(4);
    }
    assertThat(f).doesNotExist();
  }

  @Test
  void contradictingOptionsAreRefusedAtTheCall() {
    assertThatThrownBy(() -> aio.open(path("f"), APPEND, TRUNCATE_EXISTING))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** An option nobody knows. */
  private enum Strange implements OpenOption {
    OPTION
  }

  @Test
  void unknownOptionsAreRefusedAtTheCall() {
    assertThatThrownBy(() -> aio.open(path("f"), Strange.OPTION))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void badModesAreRefusedAtTheCall() {
    for (int mode : new int[] {-1, 010000, 0100644}) {
      assertThatThrownBy(() -> aio.open(path("f"), Set.of(WRITE, CREATE), mode))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theUmaskApplies() throws Exception {
    aio.open(path("f"), WRITE, CREATE).await().close();
    aio.open(path("g"), Set.of(WRITE, CREATE), 0751).await().close();
    Path reference = Files.createFile(path("reference"));
    assertThat(permissions(path("f"))).isEqualTo(permissions(reference));
    assertThat(permissions(path("g"))).isEqualTo("rwxr-x--x"); // with the usual umask 022
  }

  @Test
  @Requires(Capability.SPECIAL_BITS)
  void specialBitsOfANewFile() throws Exception {
    aio.open(path("f"), Set.of(WRITE, CREATE), 04700).await().close();
    assertThat((int) Files.getAttribute(path("f"), "unix:mode") & 07777).isEqualTo(04700);
  }

  @Test
  void aLinkIsFollowed() throws Exception {
    write("f", "text");
    Path l = Files.createSymbolicLink(path("l"), path("f"));
    try (var file = aio.open(l).await()) {
      assertThat(file.read(ByteBuffer.allocate(9), 0).awaitBytes()).isEqualTo(4);
    }
  }

  @Test
  void aLinkIsNotFollowedIfSaidSo() throws Exception {
    write("f", "text");
    Path l = Files.createSymbolicLink(path("l"), path("f"));
    assertErrno(aio.open(l, READ, LinkOption.NOFOLLOW_LINKS), "ELOOP");
    assertErrno(aio.open(l, WRITE, CREATE_NEW, LinkOption.NOFOLLOW_LINKS), "EEXIST");
  }

  @Test
  void aDirectoryIsNotOpenedForWriting() throws Exception {
    Path d = folder("d");
    assertFails(aio.open(d, WRITE), FileSystemException.class, "EISDIR", d);
  }

  @Test
  @Requires(Capability.OPEN_FLAGS)
  void nonblockDoesNotWaitForAFifo() throws Exception {
    Path fifo = fifo("fifo");
    aio.open(fifo, READ, OpenFlag.NONBLOCK).await().close();
    assertErrno(aio.open(fifo, WRITE, OpenFlag.NONBLOCK), "ENXIO");
  }

  @Test
  @Requires(Capability.OPEN_FLAGS)
  void noatimeAndDirectAreAccepted() throws Exception {
    Path f = write("f", "x".repeat(8192));
    aio.open(f, READ, OpenFlag.NOATIME).await().close();
    try (var file = aio.open(f, READ, OpenFlag.DIRECT).await()) {
      var buffer = ByteBuffer.allocateDirect(8192 + 4096).alignedSlice(4096).limit(8192);
      assertThat(file.read(buffer, 0).awaitBytes()).isEqualTo(8192);
    }
  }

  @Test
  @Requires(Capability.OPEN_FLAGS)
  void descriptorsAreCloseOnExec() throws Exception {
    Path f = write("inherited?", "x");
    try (var file = aio.open(f).await();
        var folder = aio.openDirectory(dir).await()) {
      assertThat(file.isOpen() && folder.isOpen()).isTrue();
      for (var link : Descriptors.now().links().entrySet()) {
        if (link.getValue().startsWith(dir.toRealPath().toString())) {
          String flags =
              Files.readAllLines(Path.of("/proc/self/fdinfo/" + link.getKey())).stream()
                  .filter(l -> l.startsWith("flags:"))
                  .findFirst()
                  .orElseThrow();
          long bits = Long.parseLong(flags.replaceAll("\\D", ""), 8);
          assertThat(bits & 02000000).as(link + " is close-on-exec").isNotZero();
        }
      }
    }
  }

  @Test
  void pathIsWhatWasGiven() throws Exception {
    Path f = write("f", "");
    try (var file = aio.open(f).await()) {
      assertThat(file.path()).isSameAs(f);
      assertThat(file).hasToString("AsyncFile[" + f + "]");
    }
  }

  @Test
  void closingTwiceDoesNothing() throws Exception {
    var file = aio.open(write("f", "")).await();
    assertThat(file.isOpen()).isTrue();
    file.close();
    file.close();
    file.closeAsync().await();
    assertThat(file.isOpen()).isFalse();
    assertThat(file).asString().endsWith(", closed]");
  }

  @Test
  void aClosedFileFailsEveryRequest() throws Exception {
    var file = aio.open(write("f", "x"), READ, WRITE).await();
    file.close();
    var requests =
        new dev.jaio.Request<?>[] {
          file.read(ByteBuffer.allocate(1), 0),
          file.read(ByteBuffer.allocate(1)),
          file.readFully(ByteBuffer.allocate(1), 0),
          file.readv(new ByteBuffer[] {ByteBuffer.allocate(1)}, 0),
          file.write(buffer("x"), 0),
          file.writeFully(buffer("x"), 0),
          file.writev(new ByteBuffer[] {buffer("x")}, 0),
          file.stat(),
          file.directAlignment(),
          file.fsync(),
          file.fdatasync(),
          file.truncate(0),
          file.seek(0, AsyncFile.Whence.SET),
          file.readahead(0, 1),
          file.chmod(0600),
          file.chown(-1, -1),
          file.sendfile(0, 1, file)
        };
    for (var r : requests) {
      assertThat(failure(r)).as(r.toString()).isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void theCallbackOfAClosedFileIsNotRunInline() throws Exception {
    var file = aio.open(write("f", "x")).await();
    file.close();
    var thread = new AtomicReference<Thread>();
    var error = new AtomicReference<Throwable>();
    file.stat()
        .onComplete((_, e) -> {
          error.set(e);
          thread.set(Thread.currentThread());
        });
    until(() -> thread.get() != null);
    assertThat(error.get()).isInstanceOf(ClosedChannelException.class);
    assertThat(thread.get() == Thread.currentThread()).isEqualTo(polled());
  }

  @Test
  void closingWaitsForTheLastUse() throws Exception {
    var file = open(path("f"));
    pause();
    var write = file.write(buffer("last"), 0);
    var close = file.closeAsync();
    assertThat(file.isOpen()).isFalse();
    assertThat(failure(file.stat())).isInstanceOf(ClosedChannelException.class);
    stays(() -> !close.isDone());
    aio.minParallel(2);
    assertThat(write.awaitBytes()).isEqualTo(4);
    close.await();
    assertThat(text(path("f"))).isEqualTo("last");
  }

  @Test
  void closingManyTimesAtOnceClosesOnce() throws Exception {
    for (int round = 0; round < 50; round++) {
      var file = aio.open(write("f", "x")).await();
      var threads = new Thread[3];
      for (int i = 0; i < threads.length; i++) {
        threads[i] = Thread.ofVirtual().start(file::closeAsync);
      }
      for (Thread t : threads) {
        t.join();
      }
      flush();
      assertThat(file.isOpen()).isFalse();
    }
  }

  @Test
  void anInterruptDoesNotStopTheClosing() throws Exception {
    var file = aio.open(write("f", "x")).await();
    Thread.currentThread().interrupt();
    file.close();
    assertThat(Thread.interrupted()).isTrue();
    flush();
    assertThat(file.isOpen()).isFalse();
  }

  @Test
  void viaAnotherViewIsTheSameFile() throws Exception {
    var file = aio.open(write("f", "text")).await();
    var other = file.via(aio.withPriority(2));
    var r = other.read(ByteBuffer.allocate(4), 0);
    assertThat(r.priority()).isEqualTo(2);
    assertThat(r.awaitBytes()).isEqualTo(4);
    other.close();
    assertThat(file.isOpen()).isFalse();
  }

  /** A group that has ended accepts nothing; to close is always possible. */
  @Test
  void closesViaAViewThatHasEnded() throws Exception {
    try (var one = aio.open(write("f", "text")).await();
        var two = aio.open(path("f")).await()) {
      Group<Void> g = aio.group();
      g.close();
      g.await();
      flush();
      assertThatThrownBy(() -> one.via(g).stat()).isInstanceOf(IllegalStateException.class);
      one.via(g).close();
      two.via(g).closeAsync().await();
      assertThat(one.isOpen()).isFalse();
      assertThat(two.isOpen()).isFalse();
    }
  }

  /** Its descriptors would be those of other files there. */
  @Test
  void anotherEngineIsRefused() throws Exception {
    Path f = write("f", "text");
    var other = start(s -> s);
    try (var file = aio.open(f).await();
        var directory = aio.openDirectory(dir).await()) {
      AsyncFiles at = other.at(directory);
      List<ThrowingCallable> calls =
          List.of(
              () -> file.via(other).read(ByteBuffer.allocate(4), 0),
              () -> file.via(other).readv(new ByteBuffer[] {ByteBuffer.allocate(4)}, 0),
              () -> file.via(other).stat(),
              () -> file.via(other).close(),
              () -> directory.via(other).readdirplus(10),
              () -> at.stat(Path.of("f")),
              () -> at.load(Path.of("f"), ByteBuffer.allocate(4)),
              () -> other.link(f, directory, Path.of("g")));
      assertThat(calls)
          .allSatisfy(c ->
              assertThatThrownBy(c)
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessageContaining("another engine"));
      assertThat(file.isOpen()).isTrue();
      assertThat(dir.toFile().list()).containsExactly("f");
    }
  }

  @Test
  void manyFilesAreOpenAtOnce() throws Exception {
    Path f = write("f", "x");
    var files = new AsyncFile[200];
    for (int i = 0; i < files.length; i++) {
      files[i] = aio.open(f).await();
    }
    for (AsyncFile file : files) {
      file.closeAsync();
    }
    flush();
  }
}
