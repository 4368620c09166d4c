package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.FileStat;
import dev.jaio.FileTimes;
import dev.jaio.FileType;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and changing attributes. */
class AttributesContract extends Contract {

  private static Object unix(Path p, String name) throws Exception {
    return Files.getAttribute(p, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
  }

  private FileStat lstat(Path p) throws Exception {
    return aio.lstat(p).await();
  }

  @Test
  void statIsWhatTheJdkSees() throws Exception {
    Path f = write("f", "12345");
    FileStat s = aio.stat(f).await();
    assertThat(s.size()).isEqualTo(5);
    assertThat(s.ino()).isEqualTo(unix(f, "ino"));
    assertThat(s.dev()).isEqualTo(unix(f, "dev"));
    assertThat(s.mode()).isEqualTo(unix(f, "mode"));
    assertThat(s.nlink()).isEqualTo(unix(f, "nlink"));
    assertThat(s.uid()).isEqualTo(unix(f, "uid"));
    assertThat(s.gid()).isEqualTo(unix(f, "gid"));
    assertThat(s.lastModifiedTime()).isEqualTo(Files.getLastModifiedTime(f));
    assertThat(s.type()).isEqualTo(FileType.REGULAR);
    assertThat(s.isRegularFile()).isTrue();
    assertThat(s.permissions()).isEqualTo(Files.getPosixFilePermissions(f));
  }

  @Test
  void timesOfANewFileAreWhatTheSystemSays() throws Exception {
    Path f = write("f", "12345");
    FileStat s = aio.stat(f).await();
    var jdk = Files.readAttributes(f, BasicFileAttributes.class);
    assertThat(FileTime.from(s.ctime())).isEqualTo(unix(f, "ctime"));
    assertThat(s.creationTime()).isEqualTo(jdk.creationTime());
    assertThat(s.lastAccessTime()).isEqualTo(jdk.lastAccessTime());
    assertThat(s.btime().map(FileTime::from).orElse(s.lastModifiedTime()))
        .isEqualTo(jdk.creationTime());
  }

  @Test
  void aChangeMovesTheTimeOfChangeOnly() throws Exception {
    Path f = write("f", "12345");
    var old = Instant.ofEpochSecond(1_000);
    aio.utimes(f, FileTimes.of(old), FileTimes.of(old)).await();
    FileStat s = lstat(f);
    assertThat(s.mtime()).isEqualTo(old);
    assertThat(FileTime.from(s.ctime())).isEqualTo(unix(f, "ctime"));
    assertThat(s.ctime()).isAfter(old);
    assertThat(s.creationTime())
        .isEqualTo(Files.readAttributes(f, BasicFileAttributes.class).creationTime());
    try (var file = aio.open(f).await()) {
      assertThat(file.stat().await().ctime()).isEqualTo(s.ctime());
      assertThat(file.stat().await().btime()).isEqualTo(s.btime());
    }
  }

  @Test
  void statFollowsALink() throws Exception {
    Path f = write("f", "12345");
    Path l = Files.createSymbolicLink(path("l"), f);
    assertThat(aio.stat(l).await().fileKey()).isEqualTo(aio.stat(f).await().fileKey());
  }

  @Test
  void lstatDoesNotFollowALink() throws Exception {
    Path l = Files.createSymbolicLink(path("l"), Path.of("target"));
    FileStat s = lstat(l);
    assertThat(s.isSymbolicLink()).isTrue();
    assertThat(s.size()).isEqualTo(6);
    assertThat(s.type()).isEqualTo(FileType.SYMLINK);
  }

  @Test
  void statOfADirectory() throws Exception {
    FileStat s = aio.stat(dir).await();
    assertThat(s.isDirectory()).isTrue();
    assertThat(s.isOther()).isFalse();
    assertThat(s.type()).isEqualTo(FileType.DIRECTORY);
  }

  @Test
  void statOfADevice() throws Exception {
    FileStat s = aio.stat(Path.of("/dev/null")).await();
    assertThat(s.type()).isEqualTo(FileType.CHARACTER_DEVICE);
    assertThat(s.isOther()).isTrue();
    assertThat(s.rdev()).isEqualTo(1 << 8 | 3);
  }

  @Test
  void equalKeysAreOfTheSameFile() throws Exception {
    Path f = write("f", "x");
    Files.createLink(path("g"), f);
    Path h = write("h", "x");
    assertThat(lstat(f).fileKey()).isEqualTo(lstat(path("g")).fileKey());
    assertThat(lstat(f).fileKey()).isNotEqualTo(lstat(h).fileKey());
  }

  @Test
  void statOfALargeSparseFile() throws Exception {
    Path f = write("f", "");
    aio.truncate(f, 5L << 32).await();
    assertThat(aio.stat(f).await().size()).isEqualTo(5L << 32);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0400, 0644, 0777, 01777, 02755, 04755, 07777})
  void chmodSetsTheBits(int mode) throws Exception {
    Path f = write("f", "x");
    aio.chmod(f, mode).await();
    assertThat((int) unix(f, "mode") & 07777).isEqualTo(mode);
    assertThat(lstat(f).permissionBits()).isEqualTo(mode);
  }

  @Test
  void chmodByPermissions() throws Exception {
    Path f = write("f", "x");
    var permissions = PosixFilePermissions.fromString("rwxr-x--x");
    aio.chmod(f, permissions).await();
    assertThat(Files.getPosixFilePermissions(f)).isEqualTo(permissions);
    assertThat(FileStat.toMode(permissions)).isEqualTo(0751);
  }

  @Test
  void chmodFollowsALink() throws Exception {
    Path f = write("f", "x");
    Path l = Files.createSymbolicLink(path("l"), f);
    aio.chmod(l, 0600).await();
    assertThat((int) unix(f, "mode") & 07777).isEqualTo(0600);
  }

  @Test
  @Requires(privileges = Privilege.ROOT)
  void chownSetsBothOrOne() throws Exception {
    Path f = write("f", "x");
    aio.chown(f, 1234, 2345).await();
    assertThat(lstat(f).uid()).isEqualTo(1234);
    assertThat(lstat(f).gid()).isEqualTo(2345);
    aio.chown(f, -1, 7).await();
    aio.chown(f, 8, -1).await();
    assertThat(unix(f, "uid")).isEqualTo(8);
    assertThat(unix(f, "gid")).isEqualTo(7);
  }

  @Test
  void chownOfNothingChangesNothing() throws Exception {
    Path f = write("f", "x");
    Object uid = unix(f, "uid");
    aio.chown(f, -1, -1).await();
    assertThat(unix(f, "uid")).isEqualTo(uid);
  }

  @Test
  @Requires(privileges = Privilege.ROOT)
  void chownFollowsALinkUnlessSaidSo() throws Exception {
    Path f = write("f", "x");
    Path l = Files.createSymbolicLink(path("l"), f);
    aio.chown(l, 11, -1).await();
    aio.chown(l, 22, -1, LinkOption.NOFOLLOW_LINKS).await();
    assertThat(unix(f, "uid")).isEqualTo(11);
    assertThat(unix(l, "uid")).isEqualTo(22);
  }

  @Test
  void utimesToTheNanosecond() throws Exception {
    Path f = write("f", "x");
    var access = Instant.ofEpochSecond(1_000_000_000, 123_456_789);
    var modification = Instant.ofEpochSecond(2_000_000_000, 987_654_321);
    aio.utimes(f, FileTimes.of(access), FileTimes.of(FileTime.from(modification))).await();
    FileStat s = lstat(f);
    assertThat(s.atime()).isEqualTo(access);
    assertThat(s.mtime()).isEqualTo(modification);
    assertThat(Files.getLastModifiedTime(f).toInstant()).isEqualTo(modification);
  }

  @Test
  void utimesOmit() throws Exception {
    Path f = write("f", "x");
    var first = FileTimes.of(Instant.ofEpochSecond(1_000));
    var second = FileTimes.of(Instant.ofEpochSecond(2_000));
    aio.utimes(f, first, first).await();
    aio.utimes(f, FileTimes.OMIT, second).await();
    assertThat(lstat(f).atime()).isEqualTo(Instant.ofEpochSecond(1_000));
    assertThat(lstat(f).mtime()).isEqualTo(Instant.ofEpochSecond(2_000));
    aio.utimes(f, second, FileTimes.OMIT).await();
    aio.utimes(f, FileTimes.OMIT, FileTimes.OMIT).await();
    assertThat(lstat(f).atime()).isEqualTo(Instant.ofEpochSecond(2_000));
    assertThat(lstat(f).mtime()).isEqualTo(Instant.ofEpochSecond(2_000));
  }

  @Test
  void utimesNow() throws Exception {
    Path f = write("f", "x");
    aio.utimes(f, FileTimes.of(Instant.EPOCH), FileTimes.of(Instant.EPOCH)).await();
    var before = Instant.now().minusSeconds(2);
    aio.utimes(f, FileTimes.NOW, FileTimes.NOW).await();
    assertThat(lstat(f).mtime()).isBetween(before, Instant.now().plusSeconds(2));
    assertThat(lstat(f).atime()).isAfter(before);
  }

  @Test
  void utimesBefore1970() throws Exception {
    Path f = write("f", "x");
    var old = Instant.ofEpochSecond(-5);
    aio.utimes(f, FileTimes.of(old), FileTimes.of(old)).await();
    assertThat(lstat(f).mtime()).isEqualTo(old);
  }

  @Test
  @Requires(Capability.FRACTIONS_BEFORE_1970)
  void utimesOfAFractionBefore1970() throws Exception {
    Path f = write("f", "x");
    var old = Instant.ofEpochSecond(-5, 500_000_000);
    aio.utimes(f, FileTimes.of(old), FileTimes.of(old)).await();
    assertThat(lstat(f).mtime()).isEqualTo(old);
  }

  @Test
  void utimesOfALinkItself() throws Exception {
    Path f = write("f", "x");
    Path l = Files.createSymbolicLink(path("l"), f);
    var time = FileTimes.of(Instant.ofEpochSecond(77));
    aio.utimes(l, time, time, LinkOption.NOFOLLOW_LINKS).await();
    assertThat(lstat(l).mtime()).isEqualTo(Instant.ofEpochSecond(77));
    assertThat(lstat(f).mtime()).isAfter(Instant.ofEpochSecond(1000));
  }

  @Test
  void truncateCutsAndExtends() throws Exception {
    Path f = write("f", "12345");
    aio.truncate(f, 2).await();
    assertThat(text(f)).isEqualTo("12");
    aio.truncate(f, 4).await();
    assertThat(Files.readAllBytes(f)).containsExactly('1', '2', 0, 0);
    aio.truncate(f, 0).await();
    assertThat(f).isEmptyFile();
  }

  @Test
  void aNegativeLengthIsRefusedAtTheCall() {
    assertThatThrownBy(() -> aio.truncate(path("f"), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void truncateOfAFifoDoesNotWait() {
    Path fifo = fifo("p");
    assertErrno(aio.truncate(fifo, 0), "ENXIO");
  }

  // ------------------------------------------------------------------ of an open file

  @Test
  void attributesOfAnOpenFile() throws Exception {
    Path f = write("f", "12345");
    try (var file = open(f)) {
      assertThat(file.stat().await().size()).isEqualTo(5);
      file.chmod(0640).await();
      var time = FileTimes.of(Instant.ofEpochSecond(42, 42));
      file.utimes(time, time).await();
      file.chown(-1, -1).await();
      file.truncate(3).await();
      file.truncate(6).await();
    }
    assertThat(lstat(f).permissionBits()).isEqualTo(0640);
    assertThat(lstat(f).size()).isEqualTo(6);
    assertThat(Files.readAllBytes(f)).containsExactly('1', '2', '3', 0, 0, 0);
  }

  @Test
  void timesOfAnOpenFile() throws Exception {
    Path f = write("f", "12345");
    try (var file = aio.open(f).await()) {
      file.utimes(FileTimes.OMIT, FileTimes.of(Instant.ofEpochSecond(42, 42))).await();
    }
    assertThat(lstat(f).mtime()).isEqualTo(Instant.ofEpochSecond(42, 42));
  }

  /** It has lost its name to DELETE_ON_CLOSE, and what gets that name later is another file. */
  @Test
  void ofAnOpenFileWithoutANameNoOtherIsMeant() throws Exception {
    Path f = write("f", "right");
    try (var file =
        aio.open(f, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE).await()) {
      Path wrong = write("f", "wrong!");
      var attributes = Files.readAttributes(wrong, "unix:mode,lastModifiedTime");
      ByName.rightOrStale(configuration, () -> assertThat(file.stat().await().size()).isEqualTo(5));
      ByName.rightOrStale(configuration, () -> file.chmod(0600).await());
      ByName.rightOrStale(configuration, () -> file.utimes(FileTimes.NOW, FileTimes.OMIT).await());
      assertThat(Files.readAttributes(wrong, "unix:mode,lastModifiedTime")).isEqualTo(attributes);
    }
  }

  /** Where attributes are reached by name only, the name may mean another file by now. */
  @Test
  void ofAnOpenFileThatWasRenamedNoOtherIsMeant() throws Exception {
    Path f = write("f", "right");
    try (var file = aio.open(f).await()) {
      Files.move(f, path("moved"));
      Path wrong = write("f", "wrong!");
      var attributes = Files.readAttributes(wrong, "unix:mode,lastModifiedTime");
      ByName.rightOrStale(configuration, () -> assertThat(file.stat().await().size()).isEqualTo(5));
      ByName.rightOrStale(configuration, () -> file.chmod(0600).await());
      ByName.rightOrStale(
          configuration,
          () -> file.utimes(FileTimes.NOW, FileTimes.of(Instant.ofEpochSecond(1))).await());
      assertThat(Files.readAttributes(wrong, "unix:mode,lastModifiedTime")).isEqualTo(attributes);
    }
  }

  @Test
  @Requires(Capability.OPEN_ATTRIBUTES)
  void attributesOfAFileThatWasRenamed() throws Exception {
    Path f = write("f", "12345");
    try (var file = open(f)) {
      aio.rename(f, path("g")).await();
      write("f", "another");
      file.chmod(0601).await();
      assertThat(file.stat().await().size()).isEqualTo(5);
      assertThat(lstat(path("g")).permissionBits()).isEqualTo(0601);
    }
  }

  @Test
  @Requires(Capability.OPEN_ATTRIBUTES)
  void attributesOfAFileThatWasUnlinked() throws Exception {
    Path f = write("f", "12345");
    try (var file = open(f)) {
      aio.unlink(f).await();
      assertThat(file.stat().await().nlink()).isZero();
    }
  }

  @Test
  void truncateOfAFileOpenForReadingIsRefused() throws Exception {
    try (var file = aio.open(write("f", "x")).await()) {
      Throwable t = failure(file.truncate(0));
      assertThat(((dev.jaio.ErrnoException) t).errnoName()).isIn("EINVAL", "EBADF");
    }
  }

  @Test
  void aNegativeLengthOfAnOpenFileIsRefusedAtTheCall() throws Exception {
    try (var file = open(path("f"))) {
      assertThatThrownBy(() -> file.truncate(-1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.chmod(-1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void chmodWithoutFollowing() throws Exception {
    Path f = write("f", "x");
    Path l = Files.createSymbolicLink(path("l"), f);
    aio.chmod(f, 0640, LinkOption.NOFOLLOW_LINKS).await();
    assertThat(aio.stat(f).await().permissionBits()).isEqualTo(0640);
    assertErrno(aio.chmod(l, 0600, LinkOption.NOFOLLOW_LINKS), "EOPNOTSUPP");
    assertThat(aio.stat(f).await().permissionBits()).isEqualTo(0640);
  }
}
