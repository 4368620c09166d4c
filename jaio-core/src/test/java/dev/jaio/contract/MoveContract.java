package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Moves within a file system, which are renames, and across two, which copy and remove. */
class MoveContract extends Contract {

  private static final Path ELSEWHERE = Path.of("/dev/shm");

  private Path other; // a directory on another file system

  private Path elsewhere(String name) throws IOException {
    if (other == null) {
      other = Files.createTempDirectory(ELSEWHERE, "jaio");
    }
    return other.resolve(name);
  }

  @AfterEach
  void removeOther() throws IOException {
    if (other != null) {
      try (Stream<Path> all = Files.list(other)) {
        for (Path p : all.toList()) {
          Files.delete(p);
        }
      }
      Files.delete(other);
    }
  }

  // ------------------------------------------------------------------ within a file system

  @Test
  void aFileGetsAnotherName() throws Exception {
    Path source = write("source", "x");
    Object key = Files.getAttribute(source, "unix:ino");
    Path target = path("target");
    aio.move(source, target).await();
    assertThat(source).doesNotExist();
    assertThat(target).hasContent("x");
    assertThat(Files.getAttribute(target, "unix:ino")).isEqualTo(key);
  }

  @Test
  void aDirectoryToo() throws Exception {
    Path source = folder("source");
    Files.writeString(source.resolve("file"), "x");
    aio.move(source, path("target")).await();
    assertThat(source).doesNotExist();
    assertThat(path("target").resolve("file")).hasContent("x");
  }

  @Test
  void anExistingTargetIsAnError() throws Exception {
    Path source = write("source", "new");
    Path target = write("target", "old");
    assertFails(aio.move(source, target), FileAlreadyExistsException.class, "EEXIST", target);
    assertThat(source).hasContent("new");
    assertThat(target).hasContent("old");
  }

  @Test
  void orIsReplaced() throws Exception {
    Path target = write("target", "old");
    aio.move(write("one", "1"), target, StandardCopyOption.REPLACE_EXISTING).await();
    assertThat(target).hasContent("1");
    aio.move(write("two", "2"), target, StandardCopyOption.ATOMIC_MOVE).await();
    assertThat(target).hasContent("2");
    assertThat(path("one")).doesNotExist();
    assertThat(path("two")).doesNotExist();
  }

  @Test
  void twoNamesOfOneFileBothStay() throws Exception {
    Path source = write("source", "x");
    Path target = Files.createLink(path("target"), source);
    aio.move(source, target, StandardCopyOption.REPLACE_EXISTING).await();
    assertThat(source).hasContent("x");
    assertThat(target).hasContent("x");
  }

  @Test
  void aLinkIsMovedItself() throws Exception {
    Path link = Files.createSymbolicLink(path("source"), Path.of("no/where"));
    aio.move(link, path("target")).await();
    assertThat(Files.readSymbolicLink(path("target"))).isEqualTo(Path.of("no/where"));
    assertThat(Files.isSymbolicLink(link)).isFalse();
  }

  @Test
  void anOptionThatIsNone() throws Exception {
    Path source = write("source", "x");
    assertThatThrownBy(() -> aio.move(source, path("t"), StandardCopyOption.COPY_ATTRIBUTES))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("COPY_ATTRIBUTES");
    assertThat(source).hasContent("x");
  }

  // ------------------------------------------------------------------ across file systems

  @Test
  @Requires(privileges = Privilege.SHARED_MEMORY)
  void aFileIsCopiedAndRemoved() throws Exception {
    Path source = write("source", "x".repeat(300_000));
    var modified = FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_789));
    Files.setAttribute(source, "unix:mode", 0100000 | 0640);
    Files.setLastModifiedTime(source, modified);
    Path target = elsewhere("target");
    aio.move(source, target).await();
    assertThat(source).doesNotExist();
    assertThat(target).hasContent("x".repeat(300_000));
    assertThat(Files.getLastModifiedTime(target)).isEqualTo(modified);
    assertThat(Files.getAttribute(target, "unix:mode")).isEqualTo(0100640);
  }

  @Test
  @Requires(privileges = Privilege.SHARED_MEMORY)
  void butNotIfThatIsToBeAtomic() throws Exception {
    Path source = write("source", "x");
    Path target = elsewhere("target");
    assertErrno(aio.move(source, target, StandardCopyOption.ATOMIC_MOVE), "EXDEV");
    assertThat(source).hasContent("x");
    assertThat(target).doesNotExist();
  }

  @Test
  @Requires(privileges = Privilege.SHARED_MEMORY)
  void norOverAnExistingTarget() throws Exception {
    Path source = write("source", "new");
    Path target = Files.writeString(elsewhere("target"), "old");
    assertErrno(aio.move(source, target), "EEXIST");
    assertThat(target).hasContent("old");
    assertThat(source).hasContent("new");
    aio.move(source, target, StandardCopyOption.REPLACE_EXISTING).await();
    assertThat(target).hasContent("new");
    assertThat(source).doesNotExist();
  }

  @Test
  @Requires(privileges = Privilege.SHARED_MEMORY)
  void aLinkStaysALink() throws Exception {
    Path source = Files.createSymbolicLink(path("source"), Path.of("no/where"));
    Path target = elsewhere("target");
    aio.move(source, target).await();
    assertThat(Files.readSymbolicLink(target)).isEqualTo(Path.of("no/where"));
    assertThat(Files.isSymbolicLink(source)).isFalse();
  }

  @Test
  @Requires(privileges = Privilege.SHARED_MEMORY)
  void aDirectoryStays() throws Exception {
    Path source = folder("source");
    Files.writeString(source.resolve("file"), "x");
    Path target = elsewhere("target");
    assertErrno(aio.move(source, target), "EISDIR");
    assertThat(source.resolve("file")).hasContent("x");
    assertThat(target).doesNotExist();
  }

  @Test
  @Requires(privileges = Privilege.ROOT)
  void aFullDiskLeavesTheSource() throws Exception {
    Path source = write("source", "x".repeat(1 << 20));
    try (var small = Tmpfs.mount(path("small"), "size=64k")) {
      assertErrno(aio.move(source, small.file("target")), "ENOSPC");
      assertThat(source).hasContent("x".repeat(1 << 20));
      assertThat(small.root()).isEmptyDirectory();
    }
  }
}
