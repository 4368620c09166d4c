package dev.jaio.internal.posix;

import static dev.jaio.internal.abi.Errno.EBADF;
import static dev.jaio.internal.abi.Errno.EEXIST;
import static dev.jaio.internal.abi.Errno.EINVAL;
import static dev.jaio.internal.abi.Errno.ENOENT;
import static dev.jaio.internal.abi.Errno.ENOTDIR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.abi.Access;
import dev.jaio.internal.abi.At;
import dev.jaio.internal.abi.Dirent64;
import dev.jaio.internal.abi.FileMode;
import dev.jaio.internal.abi.OpenFlags;
import dev.jaio.internal.abi.Rename;
import dev.jaio.internal.abi.Statfs;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.abi.Timespec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every call on names and attributes: one success, one error. */
class RealKernelNamesTest extends KernelFixture {

  @Test
  void statx() throws IOException {
    Path file = file("file", "hello");
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_000)));
    int mask = Statx.STATX_BASIC_STATS | Statx.STATX_BTIME;
    assertThat(kernel.statx(s, FDCWD, at("file"), 0, mask, s.statx())).isZero();
    long x = s.statx();
    assertThat(Memory.getInt(x + Statx.STX_MASK) & Statx.STATX_BASIC_STATS)
        .isEqualTo(Statx.STATX_BASIC_STATS);
    assertThat(Memory.getLong(x + Statx.STX_SIZE)).isEqualTo(5);
    assertThat(Memory.getLong(x + Statx.STX_INO)).isEqualTo(Files.getAttribute(file, "unix:ino"));
    assertThat(Memory.getInt(x + Statx.STX_NLINK)).isEqualTo(1);
    assertThat(Memory.getInt(x + Statx.STX_UID)).isEqualTo(Files.getAttribute(file, "unix:uid"));
    assertThat(Memory.getShort(x + Statx.STX_MODE) & FileMode.S_IFMT).isEqualTo(FileMode.S_IFREG);
    assertThat(Memory.getLong(x + Statx.STX_MTIME + Statx.TV_SEC)).isEqualTo(1_000_000_000);
    assertThat(Memory.getInt(x + Statx.STX_MTIME + Statx.TV_NSEC)).isEqualTo(123_000);
    assertThat(kernel.statx(s, FDCWD, at("none"), 0, mask, x)).isEqualTo(-ENOENT);
  }

  @Test
  void statxOfDescriptor() throws IOException {
    file("file", "hello");
    int fd = open("file");
    Memory.putByte(s.path(), (byte) 0);
    int mask = Statx.STATX_SIZE;
    assertThat(kernel.statx(s, fd, s.path(), At.AT_EMPTY_PATH, mask, s.statx())).isZero();
    assertThat(Memory.getLong(s.statx() + Statx.STX_SIZE)).isEqualTo(5);
    close(fd);
  }

  @Test
  void fstatfs() throws IOException {
    int fd = open("file");
    assertThat(kernel.fstatfs(s, fd, s.statfs())).isZero();
    var store = Files.getFileStore(dir);
    long blocks = Memory.getLong(s.statfs() + Statfs.F_BLOCKS);
    long size = Memory.getLong(s.statfs() + Statfs.F_FRSIZE);
    assertThat(blocks * size).isEqualTo(store.getTotalSpace());
    if (store.type().equals("ext4") || store.type().equals("tmpfs")) {
      assertThat(Statfs.isLocal(Memory.getLong(s.statfs() + Statfs.F_TYPE))).isTrue();
    }
    close(fd);
    assertThat(kernel.fstatfs(s, NO_FD, s.statfs())).isEqualTo(-EBADF);
  }

  @Test
  void localFileSystems() {
    assertThat(Statfs.isLocal(Statfs.EXT4_SUPER_MAGIC)).isTrue();
    assertThat(Statfs.isLocal(Statfs.BTRFS_SUPER_MAGIC)).isTrue();
    assertThat(Statfs.isLocal(Statfs.FUSE_SUPER_MAGIC)).isFalse();
    assertThat(Statfs.isLocal(Statfs.NFS_SUPER_MAGIC)).isFalse();
    assertThat(Statfs.isLocal(Statfs.OVERLAYFS_SUPER_MAGIC)).isFalse();
    assertThat(Statfs.isLocal(0)).isFalse();
  }

  @Test
  void faccessat() throws IOException {
    file("file", "");
    assertThat(kernel.faccessat(s, FDCWD, at("file"), Access.R_OK, At.AT_EACCESS)).isZero();
    assertThat(kernel.faccessat(s, FDCWD, at("none"), Access.F_OK, 0)).isEqualTo(-ENOENT);
  }

  @Test
  void getdents64() throws IOException {
    file("file", "");
    Files.createDirectory(dir.resolve("folder"));
    Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
    int fd = ok(kernel.openat(s, FDCWD, at(""), OpenFlags.O_DIRECTORY, 0));
    long buffer = s.transfer(Scratch.TRANSFER_MIN);
    long end = kernel.getdents64(s, fd, buffer, Scratch.TRANSFER_MIN);
    Map<String, Integer> entries = new HashMap<>();
    for (int at = 0; at < end; at += Memory.getShort(buffer + at + Dirent64.D_RECLEN)) {
      long name = buffer + at + Dirent64.D_NAME;
      int length = 0;
      while (Memory.getByte(name + length) != 0) {
        length++;
      }
      int type = Memory.getByte(buffer + at + Dirent64.D_TYPE);
      entries.put(PathBytes.decodePath(name, length).toString(), type);
    }
    assertThat(entries)
        .containsOnlyKeys(".", "..", "file", "folder", "link")
        .containsEntry("file", Dirent64.DT_REG)
        .containsEntry("folder", Dirent64.DT_DIR)
        .containsEntry("link", Dirent64.DT_LNK);
    assertThat(kernel.getdents64(s, fd, buffer, Scratch.TRANSFER_MIN)).isZero();
    close(fd);
    int file = open("file");
    assertThat(kernel.getdents64(s, file, buffer, 4096)).isEqualTo(-ENOTDIR);
    close(file);
  }

  @Test
  void symlinkatAndReadlinkat() {
    assertThat(PathBytes.encodeTarget(Path.of("../target"), s.path2())).isEqualTo(9);
    assertThat(kernel.symlinkat(s, s.path2(), FDCWD, at("link"))).isZero();
    long buffer = buffer("");
    long length = kernel.readlinkat(s, FDCWD, at("link"), buffer, 100);
    assertThat(length).isEqualTo(9);
    assertThat(PathBytes.decodePath(buffer, (int) length)).isEqualTo(Path.of("../target"));
    assertThat(kernel.readlinkat(s, FDCWD, at("link"), buffer, 3)).isEqualTo(3);
    assertThat(kernel.symlinkat(s, s.path2(), FDCWD, at("link"))).isEqualTo(-EEXIST);
    assertThat(kernel.readlinkat(s, FDCWD, at(""), buffer, 100)).isEqualTo(-EINVAL);
  }

  @Test
  void mkdiratAndUnlinkat() throws IOException {
    assertThat(kernel.mkdirat(s, FDCWD, at("folder"), 0750)).isZero();
    assertThat(dir.resolve("folder")).isDirectory();
    assertThat(kernel.mkdirat(s, FDCWD, at("folder"), 0750)).isEqualTo(-EEXIST);
    assertThat(kernel.unlinkat(s, FDCWD, at("folder"), At.AT_REMOVEDIR)).isZero();
    file("file", "");
    assertThat(kernel.unlinkat(s, FDCWD, at("file"), 0)).isZero();
    assertThat(dir).isEmptyDirectory();
    assertThat(kernel.unlinkat(s, FDCWD, at("file"), 0)).isEqualTo(-ENOENT);
  }

  @Test
  void linkat() throws IOException {
    file("file", "hello");
    assertThat(kernel.linkat(s, FDCWD, at("file"), FDCWD, at2("hard"), 0)).isZero();
    assertThat(Files.isSameFile(dir.resolve("file"), dir.resolve("hard"))).isTrue();
    assertThat(kernel.linkat(s, FDCWD, at("file"), FDCWD, at2("hard"), 0)).isEqualTo(-EEXIST);
  }

  @Test
  void renameat2() throws IOException {
    file("a", "A");
    file("b", "B");
    int noReplace = Rename.RENAME_NOREPLACE;
    assertThat(kernel.renameat2(s, FDCWD, at("a"), FDCWD, at2("b"), noReplace)).isEqualTo(-EEXIST);
    int exchange = Rename.RENAME_EXCHANGE;
    assertThat(kernel.renameat2(s, FDCWD, at("a"), FDCWD, at2("b"), exchange)).isZero();
    assertThat(dir.resolve("a")).hasContent("B");
    assertThat(kernel.renameat2(s, FDCWD, at("a"), FDCWD, at2("b"), 0)).isZero();
    assertThat(dir.resolve("b")).hasContent("B");
    assertThat(kernel.renameat2(s, FDCWD, at("a"), FDCWD, at2("b"), 0)).isEqualTo(-ENOENT);
  }

  @Test
  void mknodat() throws IOException {
    assertThat(kernel.mknodat(s, FDCWD, at("fifo"), FileMode.S_IFIFO | 0600, 0)).isZero();
    assertThat((int) Files.getAttribute(dir.resolve("fifo"), "unix:mode") & FileMode.S_IFMT)
        .isEqualTo(FileMode.S_IFIFO);
    assertThat(kernel.mknodat(s, FDCWD, at("fifo"), FileMode.S_IFIFO, 0)).isEqualTo(-EEXIST);
  }

  @Test
  void chmod() throws IOException {
    Path file = file("file", "");
    assertThat(kernel.fchmodat(s, FDCWD, at("file"), 0604, 0)).isZero();
    assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(0604);
    int fd = open("file");
    assertThat(kernel.fchmod(s, fd, 0642)).isZero();
    assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(0642);
    close(fd);
    assertThat(kernel.fchmodat(s, FDCWD, at("none"), 0600, 0)).isEqualTo(-ENOENT);
    assertThat(kernel.fchmod(s, NO_FD, 0600)).isEqualTo(-EBADF);
  }

  @Test
  void chown() throws IOException {
    Path file = file("file", "");
    int uid = (int) Files.getAttribute(file, "unix:uid");
    int gid = (int) Files.getAttribute(file, "unix:gid");
    Files.createSymbolicLink(dir.resolve("broken"), Path.of("none"));
    int noFollow = At.AT_SYMLINK_NOFOLLOW;
    assertThat(kernel.fchownat(s, FDCWD, at("file"), uid, gid, 0)).isZero();
    assertThat(kernel.fchownat(s, FDCWD, at("broken"), -1, gid, noFollow)).isZero();
    assertThat(kernel.fchownat(s, FDCWD, at("broken"), -1, gid, 0)).isEqualTo(-ENOENT);
    int fd = open("file");
    assertThat(kernel.fchown(s, fd, -1, -1)).isZero();
    close(fd);
    assertThat(kernel.fchown(s, NO_FD, uid, gid)).isEqualTo(-EBADF);
  }

  @Test
  void utimensat() throws IOException {
    Path file = file("file", "");
    long times = s.timespecs();
    Memory.putLong(times + Timespec.TV_NSEC, Timespec.UTIME_OMIT);
    Memory.putLong(times + Timespec.SIZE + Timespec.TV_SEC, -5);
    Memory.putLong(times + Timespec.SIZE + Timespec.TV_NSEC, 7_000);
    assertThat(kernel.utimensat(s, FDCWD, at("file"), times, 0)).isZero();
    assertThat(Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant())
        .isEqualTo(Instant.ofEpochSecond(-5, 7_000));
    int fd = open("file");
    assertThat(kernel.utimensat(s, fd, 0, 0, 0)).isZero();
    assertThat(Files.getLastModifiedTime(file).toInstant()).isAfter(Instant.EPOCH);
    close(fd);
    Memory.putLong(times + Timespec.TV_NSEC, 1_000_000_000);
    assertThat(kernel.utimensat(s, FDCWD, at("file"), times, 0)).isEqualTo(-EINVAL);
  }
}
