package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.FileStat;
import dev.jaio.FileTimes;
import dev.jaio.Group;
import dev.jaio.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a copy has of its source, and what is left when there is none. */
class CopyContract extends Contract {

  private static final int ISLAND = 1 << 16;
  private static final long FAR = 5L << 30;

  private Path source;
  private Path target;

  private Path source(byte[] content) throws IOException {
    target = path("target");
    source = Files.write(path("source"), content);
    return source;
  }

  private Path source(String content) throws IOException {
    return source(content.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] random(int size) {
    var content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  /** The names in the directory of the case. */
  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(dir)) {
      return all.map(p -> p.getFileName().toString()).toList();
    }
  }

  private void assertNothingIsLeft() throws IOException {
    assertThat(names()).as("only the source").containsExactly("source");
  }

  private static Map<String, Object> attributes(Path p) throws IOException {
    return Files.readAttributes(p, "unix:mode,uid,gid,size,lastModifiedTime");
  }

  // ------------------------------------------------------------------ what is copied

  @Test
  void theContentOfManyPieces() throws Exception {
    byte[] content = random(5_000_001);
    assertThat(aio.copy(source(content), target).await()).isEqualTo(content.length);
    assertThat(target).hasBinaryContent(content);
    assertThat(source).hasBinaryContent(content);
  }

  @Test
  void anEmptyFile() throws Exception {
    assertThat(aio.copy(source(""), target).await()).isZero();
    assertThat(target).isEmptyFile();
  }

  @Test
  void permissionsWithSetIdBits() throws Exception {
    Files.setAttribute(source("x"), "unix:mode", 0100000 | 06751);
    aio.copy(source, target).await();
    assertThat(attributes(target)).isEqualTo(attributes(source));
  }

  @Test
  void aFileThatNobodyMayWrite() throws Exception {
    Files.setAttribute(source("x"), "unix:mode", 0100000 | 0444);
    aio.copy(source, target).await();
    assertThat(attributes(target)).isEqualTo(attributes(source));
  }

  @Test
  void timesToTheNanosecond() throws Exception {
    var modified = FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_789));
    var accessed = FileTime.from(Instant.ofEpochSecond(2_000_000_000, 987_654_321));
    Files.setAttribute(source("x"), "lastModifiedTime", modified);
    Files.setAttribute(source, "lastAccessTime", accessed);
    aio.copy(source, target).await();
    assertThat(Files.getLastModifiedTime(target)).isEqualTo(modified);
    assertThat(Files.getAttribute(target, "lastAccessTime")).isEqualTo(accessed);
  }

  /** A file system in memory keeps times that no Instant reaches. */
  @Test
  @Requires(value = Capability.FRACTIONS_BEFORE_1970, privileges = Privilege.SHARED_MEMORY)
  void timesBeyondAllInstants() throws Exception {
    Path there = Files.createTempFile(Path.of("/dev/shm"), "jaio", "");
    Path copy = there.resolveSibling(there.getFileName() + ".copy");
    var distant = FileTimes.of(40_000_000_000_000_000L, 5);
    try {
      aio.utimes(there, distant, distant).await();
      aio.copy(there, copy).await();
      FileStat stat = aio.stat(copy).await();
      assertThat(FileTimes.of(stat.mtimeSeconds(), stat.mtimeNanos())).isEqualTo(distant);
      assertThat(stat.atime()).isEqualTo(Instant.MAX);
      assertThat(stat.lastModifiedTime()).isEqualTo(FileTime.from(Instant.MAX));
      assertThat(distant).hasToString(Instant.MAX.toString());
    } finally {
      Files.delete(there);
      Files.deleteIfExists(copy);
    }
  }

  @Test
  @Requires(Capability.HOLES)
  void holesStayHoles() throws Exception {
    source("");
    try (var file = FileChannel.open(source, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(random(ISLAND)), 0);
      file.write(ByteBuffer.wrap(random(ISLAND)), FAR);
      file.write(ByteBuffer.wrap(new byte[1]), FAR + 100L * ISLAND);
    }
    long size = FAR + 100L * ISLAND + 1;
    assertThat(aio.copy(source, target).await()).isEqualTo(size);
    assertThat(aio.stat(target).await().blocks())
        .isPositive()
        .isLessThanOrEqualTo(aio.stat(source).await().blocks());
    assertThat(Files.size(target)).isEqualTo(size);
    assertThat(read(target, FAR - 10, ISLAND + 20)).isEqualTo(read(source, FAR - 10, ISLAND + 20));
    assertThat(read(target, 0, 2 * ISLAND)).isEqualTo(read(source, 0, 2 * ISLAND));
  }

  private static byte[] read(Path p, long position, int size) throws IOException {
    var piece = ByteBuffer.allocate(size);
    try (var file = FileChannel.open(p)) {
      while (piece.hasRemaining() && file.read(piece, position + piece.position()) > 0) {
        // until it is full
      }
    }
    return piece.array();
  }

  @Test
  void contentThatTheSystemMakesUpHasNoSize() throws Exception {
    Path version = Path.of("/proc/version");
    byte[] content = Files.readAllBytes(version);
    target = path("target");
    assertThat(aio.copy(version, target).await()).isEqualTo(content.length);
    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void aLinkIsFollowed() throws Exception {
    Path link = Files.createSymbolicLink(path("link"), source("x").getFileName());
    aio.copy(link, target).await();
    assertThat(target).isRegularFile().hasContent("x");
    assertThat(Files.isSymbolicLink(target)).isFalse();
  }

  @Test
  void orCopiedItself() throws Exception {
    target = path("target");
    Path link = Files.createSymbolicLink(path("link"), Path.of("no/where"));
    aio.copy(link, target, LinkOption.NOFOLLOW_LINKS).await();
    assertThat(Files.readSymbolicLink(target)).isEqualTo(Path.of("no/where"));
  }

  @Test
  void namesRelativeToADirectoryInAGroup() throws Exception {
    source("x");
    Group<Void> group = aio.group();
    try (var root = aio.openDirectory(dir).await()) {
      Request<Long> copy = group.at(root).copy(Path.of("source"), Path.of("target"));
      group.close();
      group.await();
      assertThat(copy.await()).isEqualTo(1);
    }
    assertThat(target).hasContent("x");
  }

  // ------------------------------------------------------------------ what is there already

  @Test
  void anExistingTargetIsAnError() throws Exception {
    Files.writeString(source("new").resolveSibling("target"), "old");
    assertFails(aio.copy(source, target), FileAlreadyExistsException.class, "EEXIST", target);
    assertThat(target).hasContent("old");
  }

  @Test
  void orIsReplacedAsAWhole() throws Exception {
    Files.writeString(source("new").resolveSibling("target"), "old");
    Path kept = Files.createLink(path("kept"), target);
    aio.copy(source, target, StandardCopyOption.REPLACE_EXISTING).await();
    assertThat(target).hasContent("new");
    assertThat(kept).hasContent("old");
    assertThat(names()).containsExactlyInAnyOrder("source", "target", "kept");
  }

  @Test
  void ontoItself() throws Exception {
    source("precious");
    assertErrno(aio.copy(source, source), "EEXIST");
    assertErrno(aio.copy(source, source, StandardCopyOption.REPLACE_EXISTING), "EINVAL");
    assertThat(source).hasContent("precious");
    assertNothingIsLeft();
  }

  @Test
  void ontoAHardLinkOfItself() throws Exception {
    Files.createLink(source("precious").resolveSibling("target"), source);
    assertErrno(aio.copy(source, target, StandardCopyOption.REPLACE_EXISTING), "EINVAL");
    assertThat(source).hasContent("precious");
    assertThat(target).hasContent("precious");
    assertThat(names()).containsExactlyInAnyOrder("source", "target");
  }

  @Test
  void ontoALinkToItselfReplacesTheLink() throws Exception {
    Files.createSymbolicLink(source("precious").resolveSibling("target"), source.getFileName());
    aio.copy(source, target, StandardCopyOption.REPLACE_EXISTING).await();
    assertThat(Files.isSymbolicLink(target)).isFalse();
    assertThat(target).hasContent("precious");
    assertThat(source).hasContent("precious");
  }

  @Test
  void aDirectoryIsNotReplaced() throws Exception {
    Files.createDirectory(source("x").resolveSibling("target"));
    assertErrno(aio.copy(source, target), "EEXIST");
    assertErrno(aio.copy(source, target, StandardCopyOption.REPLACE_EXISTING), "EISDIR");
    assertThat(target).isEmptyDirectory();
    assertThat(names()).containsExactlyInAnyOrder("source", "target");
  }

  // ------------------------------------------------------------------ what fails

  @Test
  void aDirectoryIsNoSource() throws Exception {
    source = Files.createDirectory(path("source"));
    target = path("target");
    assertErrno(aio.copy(source, target), "EISDIR");
    assertErrno(aio.copy(source, target, StandardCopyOption.REPLACE_EXISTING), "EISDIR");
    assertNothingIsLeft();
  }

  @Test
  @Requires(Capability.SPECIAL_FILES)
  void nothingIsWaitedForInAFifo() throws Exception {
    source = fifo("source");
    target = path("target");
    assertErrno(aio.copy(source, target), "EINVAL");
    assertNothingIsLeft();
  }

  @Test
  void aDanglingLink() throws Exception {
    source = Files.createSymbolicLink(path("source"), Path.of("nowhere"));
    target = path("target");
    assertThat(failure(aio.copy(source, target))).isInstanceOf(NoSuchFileException.class);
    assertNothingIsLeft();
  }

  @Test
  void anOptionThatIsNone() throws Exception {
    source("x");
    assertThatThrownBy(() -> aio.copy(source, target, StandardCopyOption.ATOMIC_MOVE))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("ATOMIC_MOVE");
    assertNothingIsLeft();
  }

  @Test
  @Requires(privileges = Privilege.ROOT)
  void aFullDisk() throws Exception {
    source(random(1 << 20));
    try (var small = Tmpfs.mount(path("small"), "size=64k")) {
      Path there = Files.writeString(small.file("there"), "old");
      assertErrno(aio.copy(source, small.file("new")), "ENOSPC");
      assertErrno(aio.copy(source, there, StandardCopyOption.REPLACE_EXISTING), "ENOSPC");
      assertThat(there).hasContent("old");
      try (Stream<Path> left = Files.list(small.root())) {
        assertThat(left).containsExactly(there);
      }
    }
  }

  @Test
  void whatIsCancelledBeforeItBegins() throws Exception {
    source("x");
    pause();
    Request<Long> copy = aio.copy(source, target);
    assertThat(copy.cancel()).isTrue();
    aio.minParallel(1);
    assertThatThrownBy(copy::await).isInstanceOf(CancellationException.class);
    flush();
    assertNothingIsLeft();
  }
}
