package dev.jaio.internal.posix;

import static dev.jaio.internal.abi.At.AT_FDCWD;
import static dev.jaio.internal.abi.At.AT_REMOVEDIR;

import dev.jaio.internal.abi.OpenFlags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Round trips of awkward names through {@link PathBytes}, the kernel and {@link Files}. Prints what
 * is wrong, then the number of checks; run in JVMs of different locales, the directory its
 * argument.
 */
final class PathBytesCheck {

  private static final int RANDOM_NAMES = 3000;

  private final Kernel kernel = ((Probe.Available) RealKernel.probe()).kernel();
  private final Scratch s = new Scratch();
  private final Path dir;
  private int checks;

  private PathBytesCheck(Path dir) {
    this.dir = dir;
  }

  public static void main(String[] args) throws IOException {
    var check = new PathBytesCheck(Path.of(args[0]));
    check.run();
    System.out.println(check.checks + " checks with " + System.getProperty("sun.jnu.encoding"));
  }

  private void run() throws IOException {
    for (byte[] name : names()) {
      roundTrip(name);
      file(name);
      folder(name);
    }
    var random = new Random(4711);
    for (int i = 0; i < RANDOM_NAMES; i++) {
      roundTrip(random(random));
    }
    for (byte[] target : targets()) {
      target(target);
    }
  }

  private static List<byte[]> names() {
    List<byte[]> names = new ArrayList<>();
    for (String name :
        List.of(
            "plain",
            "a b",
            " ",
            "a\nb",
            "%41",
            "100%",
            "what?",
            "#x",
            "a+b",
            "*",
            "\\",
            "a\\b",
            "\"q\"",
            "~",
            ":",
            "file:x",
            "...",
            "-",
            "\u007f",
            "\u00e9t\u00e9",
            "\ud83d\ude00",
            "\ufffd",
            "x\ufffdy",
            "e\u0301",
            "\u65e5\u672c")) {
      names.add(name.getBytes(StandardCharsets.UTF_8));
    }
    for (String hex :
        List.of(
            "ff",
            "e9",
            "61e962",
            "fffe",
            "80",
            "c3",
            "c328",
            "eda080",
            "f0908d",
            "c0af",
            "f4908080",
            "815f",
            "8e5c",
            "a5",
            "01",
            "1b2442",
            "efbfbd",
            "efbfbdff")) {
      names.add(HexFormat.of().parseHex(hex));
    }
    return names;
  }

  private static List<byte[]> targets() {
    List<byte[]> targets = new ArrayList<>(names());
    for (String target :
        List.of(
            "a/b", "/a/b", "../x", ".", "/", "a//b", "//a", "a/", "/a//", "//", "./a/./b",
            "a///")) {
      byte[] ascii = target.getBytes(StandardCharsets.US_ASCII);
      targets.add(ascii);
      byte[] awkward = ascii.clone();
      for (int i = 0; i < awkward.length; i++) {
        if (awkward[i] == 'a') {
          awkward[i] = (byte) 0xff;
        }
      }
      targets.add(awkward);
    }
    return targets;
  }

  private static byte[] random(Random random) {
    var name = new byte[1 + random.nextInt(12)];
    boolean ascii = random.nextInt(4) == 0;
    for (int i = 0; i < name.length; i++) {
      do {
        name[i] = (byte) random.nextInt(ascii ? 128 : 256);
      } while (name[i] == 0 || name[i] == '/');
    }
    return name;
  }

  private void roundTrip(byte[] name) {
    Path path = PathBytes.decodePath(put(name), name.length);
    same("name", name, encoded(path));
    expect("one name", name, path.getNameCount() == 1 && !path.isAbsolute());
    byte[] prefix = (dir + "/").getBytes(StandardCharsets.US_ASCII);
    byte[] whole = Arrays.copyOf(prefix, prefix.length + name.length);
    System.arraycopy(name, 0, whole, prefix.length, name.length);
    same("absolute", whole, encoded(dir.resolve(path)));
    same("decoded absolute", whole, encoded(PathBytes.decodePath(put(whole), whole.length)));
  }

  /** A file made by its bytes is found, listed and removed by its path. */
  private void file(byte[] name) throws IOException {
    Path path = dir.resolve(PathBytes.decodePath(put(name), name.length));
    int dirfd = openDirectory();
    put(name);
    int fd = kernel.openat(s, dirfd, s.path2(), OpenFlags.O_CREAT | OpenFlags.O_WRONLY, 0600);
    expect("created", name, fd >= 0 && kernel.close(s, fd) == 0);
    expect("found", name, Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(dir)) {
      for (Path entry : entries) {
        same("listed", name, encoded(entry.getFileName()));
        expect("equal", name, entry.equals(path));
      }
    }
    Files.delete(path);
    kernel.close(s, dirfd);
  }

  /** A directory, which toUri() marks by a slash. */
  private void folder(byte[] name) throws IOException {
    Path path = dir.resolve(PathBytes.decodePath(put(name), name.length));
    Files.createDirectory(path);
    int dirfd = openDirectory();
    put(name);
    same("folder", name, encoded(path.getFileName()));
    PathBytes.encode(path, s.path());
    expect("removed", name, kernel.unlinkat(s, AT_FDCWD, s.path(), AT_REMOVEDIR) == 0);
    kernel.close(s, dirfd);
  }

  /** A link's text is what Files.readSymbolicLink() makes of it, which keeps every slash. */
  private void target(byte[] target) throws IOException {
    put(target);
    Path link = dir.resolve("link");
    PathBytes.encode(link, s.path());
    expect("linked", target, kernel.symlinkat(s, s.path2(), AT_FDCWD, s.path()) == 0);
    long buffer = s.transfer(0);
    int length = (int) kernel.readlinkat(s, AT_FDCWD, s.path(), buffer, 4096);
    Path path = PathBytes.decodePath(buffer, length);
    Path expected = Files.readSymbolicLink(link);
    same("target of Files", target, encoded(expected));
    byte[] normal = normal(target);
    same("target", normal, encoded(path));
    if (Arrays.equals(normal, target)) {
      expect("target " + path + " like " + expected, target, path.equals(expected));
    }
    Files.delete(link);
  }

  /** Without doubled and trailing slashes. */
  private static byte[] normal(byte[] target) {
    var latin1 = new String(target, StandardCharsets.ISO_8859_1);
    String single = latin1.replaceAll("/+", "/");
    String normal = single.length() > 1 ? single.replaceAll("/$", "") : single;
    return normal.getBytes(StandardCharsets.ISO_8859_1);
  }

  private int openDirectory() {
    PathBytes.encode(dir, s.path());
    return kernel.openat(s, AT_FDCWD, s.path(), OpenFlags.O_DIRECTORY, 0);
  }

  private long put(byte[] bytes) {
    Memory.copy(bytes, 0, s.path2(), bytes.length);
    Memory.putByte(s.path2() + bytes.length, (byte) 0);
    return s.path2();
  }

  private byte[] encoded(Path path) {
    long slot = s.transfer(0) + 8192;
    int length = PathBytes.encodeTarget(path, slot);
    if (length < 0) {
      return new byte[0];
    }
    expect("terminated", new byte[0], Memory.getByte(slot + length) == 0);
    var bytes = new byte[length];
    Memory.copy(slot, bytes, 0, length);
    return bytes;
  }

  private void same(String what, byte[] expected, byte[] actual) {
    String got = " became " + HexFormat.of().formatHex(actual);
    expect(what + got, expected, Arrays.equals(expected, actual));
  }

  private void expect(String what, byte[] name, boolean holds) {
    checks++;
    if (!holds) {
      System.out.println("WRONG: " + what + ": " + HexFormat.of().formatHex(name));
    }
  }
}
