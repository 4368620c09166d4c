package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.AsyncFiles;
import dev.jaio.FileType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating, renaming and removing names. */
class NamesContract extends Contract {

  private static String permissions(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void unlinkRemovesAFile() throws Exception {
    Path f = write("f", "x");
    assertThat(aio.unlink(f).await()).isNull();
    assertThat(f).doesNotExist();
  }

  @Test
  void unlinkRemovesALinkItself() throws Exception {
    Path f = write("f", "x");
    Path l = Files.createSymbolicLink(path("l"), f);
    aio.unlink(l).await();
    assertThat(Files.exists(l, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(f).exists();
  }

  @Test
  void unlinkRemovesALinkToADirectory() throws Exception {
    Path d = folder("d");
    Path l = Files.createSymbolicLink(path("l"), d);
    aio.unlink(l).await();
    assertThat(Files.exists(l, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(d).exists();
  }

  @Test
  void unlinkRemovesADanglingLink() throws Exception {
    Path l = Files.createSymbolicLink(path("l"), path("none"));
    aio.unlink(l).await();
    assertThat(Files.exists(l, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void rmdirRemovesAnEmptyDirectory() throws Exception {
    Path d = folder("d");
    aio.rmdir(d).await();
    assertThat(d).doesNotExist();
  }

  @Test
  void mkdirCreatesADirectoryWithTheUmask() throws Exception {
    aio.mkdir(path("d")).await();
    Path reference = folder("reference");
    assertThat(permissions(path("d"))).isEqualTo(permissions(reference));
  }

  @Test
  void mkdirWithAMode() throws Exception {
    aio.mkdir(path("d"), 0710).await();
    assertThat(permissions(path("d"))).isEqualTo("rwx--x---");
  }

  @Test
  @Requires(Capability.SPECIAL_BITS)
  void mkdirWithTheStickyBit() throws Exception {
    aio.mkdir(path("d"), 01770).await();
    assertThat((int) Files.getAttribute(path("d"), "unix:mode") & 07777).isEqualTo(01750);
  }

  @Test
  void badModesAreRefusedAtTheCall() {
    assertThatThrownBy(() -> aio.mkdir(path("d"), 010000))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> aio.mkdir(path("d"), -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> aio.chmod(path("d"), 010000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void renameMoves() throws Exception {
    Path f = write("f", "x");
    aio.rename(f, path("g")).await();
    assertThat(f).doesNotExist();
    assertThat(text(path("g"))).isEqualTo("x");
  }

  @Test
  void renameReplacesAFile() throws Exception {
    write("f", "new");
    write("g", "old");
    aio.rename(path("f"), path("g")).await();
    assertThat(text(path("g"))).isEqualTo("new");
  }

  @Test
  void renameReplacesAnEmptyDirectory() throws Exception {
    Path d = folder("d");
    Files.createFile(d.resolve("inside"));
    folder("e");
    aio.rename(d, path("e")).await();
    assertThat(path("e").resolve("inside")).exists();
  }

  @Test
  void renameToItselfDoesNothing() throws Exception {
    Path f = write("f", "x");
    aio.rename(f, f).await();
    assertThat(text(f)).isEqualTo("x");
  }

  @Test
  void renameDoesNotFollowALink() throws Exception {
    Path f = write("f", "x");
    Path l = Files.createSymbolicLink(path("l"), f);
    aio.rename(l, path("m")).await();
    assertThat(Files.isSymbolicLink(path("m"))).isTrue();
    assertThat(f).exists();
  }

  @Test
  void linkIsTheSameFile() throws Exception {
    Path f = write("f", "x");
    aio.link(f, path("g")).await();
    assertThat(aio.stat(f).await().fileKey()).isEqualTo(aio.stat(path("g")).await().fileKey());
    assertThat(aio.stat(f).await().nlink()).isEqualTo(2);
  }

  @Test
  void linkOfALinkIsTheLink() throws Exception {
    write("f", "x");
    Path l = Files.createSymbolicLink(path("l"), path("f"));
    aio.link(l, path("m")).await();
    assertThat(Files.isSymbolicLink(path("m"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "target",
        "../up",
        "/absolute/path",
        "\\test\\",
        "with space",
        "new\nline",
        "a//b/./c/",
        "é",
      })
  void symlinkStoresItsTargetAsItIs(String target) throws Exception {
    Path t = Path.of(target);
    aio.symlink(t, path("l")).await();
    assertThat(Files.readSymbolicLink(path("l"))).isEqualTo(t);
    assertThat(aio.readlink(path("l")).await()).isEqualTo(t);
  }

  @Test
  void readlinkOfAFileIsNotLink() throws Exception {
    Path f = write("f", "x");
    assertFails(aio.readlink(f), NotLinkException.class, "EINVAL", f);
  }

  @Test
  void readlinkOfALongTarget() throws Exception {
    Path target = Path.of("x/".repeat(2000) + "end");
    Files.createSymbolicLink(path("l"), target);
    assertThat(aio.readlink(path("l")).await()).isEqualTo(target);
  }

  @Test
  @Requires(Capability.SPECIAL_FILES)
  void mkfifoCreatesAFifo() throws Exception {
    aio.mkfifo(path("p"), 0640).await();
    assertThat(aio.stat(path("p")).await().type()).isEqualTo(FileType.FIFO);
    assertThat(permissions(path("p"))).isEqualTo("rw-r-----");
  }

  @Test
  @Requires(Capability.SPECIAL_FILES)
  void mknodCreatesASocket() throws Exception {
    aio.mknod(path("s"), FileType.SOCKET, 0600, 0).await();
    assertThat(aio.lstat(path("s")).await().type()).isEqualTo(FileType.SOCKET);
  }

  @Test
  void mknodCreatesAFile() throws Exception {
    Path f = path("f");
    for (int mode : new int[] {0, 0400, 0640, 0755}) { // no umask takes the owner's
      aio.mknod(f, FileType.REGULAR, mode, 0).await();
      var stat = aio.lstat(f).await();
      assertThat(stat.type()).isEqualTo(FileType.REGULAR);
      assertThat(stat.size()).isZero();
      assertThat(stat.permissionBits() & 0700).isEqualTo(mode & 0700);
      assertThat(stat.permissionBits() & ~mode).isZero();
      assertFails(
          aio.mknod(f, FileType.REGULAR, mode, 0), FileAlreadyExistsException.class, "EEXIST", f);
      aio.unlink(f).await();
    }
    Path l = Files.createSymbolicLink(path("l"), f);
    assertErrno(aio.mknod(l, FileType.REGULAR, 0600, 0), "EEXIST");
    assertErrno(aio.mknod(path("none/f"), FileType.REGULAR, 0600, 0), "ENOENT");
    assertThat(f).doesNotExist();
    try (var open = aio.openDirectory(dir).await()) {
      aio.at(open).mknod(Path.of("f"), FileType.REGULAR, 0600, 0).await();
    }
    assertThat(f).isRegularFile();
  }

  @Test
  @Requires(value = Capability.SPECIAL_FILES, privileges = Privilege.ROOT)
  void mknodCreatesADevice() throws Exception {
    aio.mknod(path("null"), FileType.CHARACTER_DEVICE, 0600, 1 << 8 | 3).await();
    var stat = aio.stat(path("null")).await();
    assertThat(stat.type()).isEqualTo(FileType.CHARACTER_DEVICE);
    assertThat(stat.rdev()).isEqualTo(1 << 8 | 3);
  }

  @Test
  void mknodOfWhatIsNoNodeIsRefusedAtTheCall() {
    for (FileType t : new FileType[] {FileType.DIRECTORY, FileType.SYMLINK, FileType.UNKNOWN}) {
      assertThatThrownBy(() -> aio.mknod(path("x"), t, 0600, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void relativePathsMeanWhatTheyMeanToFiles() throws Exception {
    Path relative = Path.of("").toAbsolutePath().relativize(dir.toRealPath());
    Path f = relative.resolve("f");
    try (var file = open(f)) {
      file.write(buffer("x"), 0).await();
    }
    assertThat(text(path("f"))).isEqualTo("x");
    aio.rename(f, relative.resolve("g")).await();
    aio.unlink(relative.resolve("g")).await();
    assertThat(aio.stat(Path.of("")).await().isDirectory()).isTrue();
  }

  @Test
  void pathsOfAnotherProviderAreRefusedAtTheCall() throws Exception {
    var zip = URI.create("jar:" + path("z.zip").toUri());
    try (var fs = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path p = fs.getPath("x");
      assertThatThrownBy(() -> aio.stat(p)).isInstanceOf(ProviderMismatchException.class);
      assertThatThrownBy(() -> aio.rename(dir, p)).isInstanceOf(ProviderMismatchException.class);
      assertThatThrownBy(() -> aio.symlink(p, dir)).isInstanceOf(ProviderMismatchException.class);
    }
  }

  @Test
  void nullIsRefusedAtTheCall() {
    assertThatThrownBy(() -> aio.stat(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> aio.rename(dir, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> aio.submit(null)).isInstanceOf(NullPointerException.class);
    assertThat(aio.statistics().requests()).isZero();
  }

  @Test
  void aNulInANameIsRefusedByThePath() {
    assertThatThrownBy(() -> aio.stat(dir.resolve("a\0b")))
        .isInstanceOf(java.nio.file.InvalidPathException.class);
    assertThatThrownBy(() -> aio.stat(Path.of(URI.create(dir.toUri() + "a%00b"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A link with a text that no path keeps. */
  private Path oddLink() throws Exception {
    Path link = path("odd");
    var process = new ProcessBuilder("ln", "-s", "a//b/./c/", link.toString()).start();
    assertThat(process.waitFor()).isZero();
    return link;
  }

  private static String bytes(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void readlinkBytesIsExact() throws Exception {
    assertThat(bytes(aio.readlinkBytes(oddLink()).await())).isEqualTo("a//b/./c/");
    Path target = Path.of(URI.create("file:///%E9%FF"));
    Path link = Files.createSymbolicLink(path("l"), target);
    assertThat(bytes(aio.readlinkBytes(link).await())).isEqualTo("/\u00e9\u00ff");
  }

  @Test
  void readlinkBytesOfWhatIsNoLink() throws Exception {
    Path f = write("f", "x");
    assertFails(aio.readlinkBytes(f), NotLinkException.class, "EINVAL", f);
  }

  @Test
  @Requires(Capability.LINK_TARGETS)
  void symlinkKeepsEveryByte() throws Exception {
    aio.symlink(latin("//a//b/./\u00e9/"), path("l")).await();
    assertThat(bytes(aio.readlinkBytes(path("l")).await())).isEqualTo("//a//b/./\u00e9/");
  }

  @Test
  @Requires(Capability.LIMITS)
  void symlinkKeepsEveryByteOrFails() throws Exception {
    for (String text : List.of("a/", "/a/b/", "/", "a/\u00ff/", "\u00e9", "./..")) {
      Files.deleteIfExists(path("l"));
      aio.symlink(latin(text), path("l")).await();
      assertThat(bytes(aio.readlinkBytes(path("l")).await())).isEqualTo(text);
    }
    assertThatThrownBy(() -> aio.symlink(latin("a//b"), path("no")).await())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("slashes");
    assertThat(Files.exists(path("no"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void symlinkOfBytesThatCannotBe() throws Exception {
    Path f = write("f", "x");
    assertErrno(aio.symlink(latin("a"), f), "EEXIST");
    assertThat(f).hasContent("x");
    assertThatThrownBy(() -> aio.symlink(latin("a\0b"), path("l")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void symlinkTakesItsBytesAtTheCall() throws Exception {
    byte[] text = latin("before");
    var request = aio.symlink(text, path("l"));
    text[0] = 'x';
    request.await();
    assertThat(bytes(aio.readlinkBytes(path("l")).await())).isEqualTo("before");
  }

  @Test
  @Requires(Capability.LINK_TARGETS)
  void copyOfALinkKeepsEveryByte() throws Exception {
    aio.copy(oddLink(), path("copy"), LinkOption.NOFOLLOW_LINKS).await();
    assertThat(bytes(aio.readlinkBytes(path("copy")).await())).isEqualTo("a//b/./c/");
  }

  /** Its name may mean another one by now: that must not be hit. */
  @Test
  void atADirectoryThatWasRenamedNoOtherIsMeant() throws Exception {
    Path before = Files.createDirectory(path("d"));
    Files.writeString(before.resolve("f"), "right");
    try (var open = aio.openDirectory(before).await();
        var inner = aio.at(open).openDirectory(Path.of(".")).await()) {
      Files.move(before, path("moved"));
      Files.createDirectory(before);
      Path wrong = Files.writeString(before.resolve("f"), "wrong");
      for (AsyncFiles at : List.of(aio.at(open), aio.at(inner))) {
        ByName.rightOrStale(
            configuration,
            () -> assertThat(at.load(Path.of("f")).await()).asString().isEqualTo("right"));
        ByName.rightOrStale(configuration, () -> at.chmod(Path.of("f"), 0600).await());
        ByName.rightOrStale(configuration, () -> at.rename(Path.of("f"), Path.of("g")).await());
        ByName.rightOrStale(configuration, () -> at.rename(Path.of("g"), Path.of("f")).await());
        assertThat(at.load(wrong).await()).asString().isEqualTo("wrong"); // absolute
      }
      ByName.rightOrStale(configuration, () -> aio.at(open).unlink(Path.of("f")).await());
      assertThat(wrong).hasContent("wrong");
      assertThat(before.toFile().list()).containsExactly("f");
    }
  }

  @Test
  void theChainOfOpenedDirectoriesHasTheirPath() throws Exception {
    Path d = Files.createDirectories(path("1/2/3"));
    try (var one = aio.openDirectory(path("1")).await();
        var two = aio.at(one).openDirectory(Path.of("2")).await();
        var three = aio.at(two).openDirectory(Path.of("3")).await()) {
      assertThat(three.path()).isEqualTo(d);
      assertThat(two.path()).isEqualTo(d.getParent());
    }
  }
}
