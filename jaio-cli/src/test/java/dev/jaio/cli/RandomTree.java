package dev.jaio.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A tree made from a seed: nested, deep and empty directories; odd names; files with holes, of
 * several names, with odd modes and times; links to files, to directories, to nothing, in circles;
 * FIFOs, sockets and, for root, devices. The same seed makes the same tree.
 */
final class RandomTree {

  private static final String[] ODD = {
    "-rf",
    " ",
    "a b",
    "new\nline",
    "tab\t",
    "'quote'",
    "\"",
    "\\",
    "*",
    "$x",
    "\u00e9t\u00e9",
    "\u65e5\u672c",
    "...",
    "-",
    "#",
    "~",
    "a'b",
    "\uDCFF",
    "x\uDCE9\uDC80y",
    "\u0001",
    "e\u0301"
  };

  /** Longer names cannot be bound to a socket. */
  private static final int LONGEST_ADDRESS = 100;

  private final Random random;
  private final List<Path> directories = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final List<Path> fifos = new ArrayList<>();
  private final List<Path> devices = new ArrayList<>();
  private int serial;

  private RandomTree(long seed) {
    random = new Random(seed);
  }

  /** Makes the tree as a new directory. */
  static void create(Path root, long seed) throws IOException {
    new RandomTree(seed).build(root);
  }

  private void build(Path root) throws IOException {
    Files.createDirectory(root);
    directories.add(root);
    int count = 5 + random.nextInt(40);
    for (int i = 0; i < count; i++) {
      add(pick(directories));
    }
    if (!fifos.isEmpty()) {
      Cli.system(Cli.command("mkfifo", List.of("--"), fifos.toArray(new Path[0])));
    }
    if (isRoot() && !devices.isEmpty()) { // where it is not allowed there are none
      String script = "for d; do mknod -- \"$d\" c 1 3; done";
      Cli.system(Cli.command("bash", List.of("-c", script, "-"), devices.toArray(new Path[0])));
    }
    for (Path file : files) {
      if (random.nextInt(3) == 0) {
        int nanos = random.nextInt(1_000_000_000);
        long seconds = Instant.now().getEpochSecond() - random.nextInt(40_000_000);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(seconds, nanos)));
      }
    }
    for (Path directory : directories) {
      if (random.nextInt(6) == 0 && !directory.equals(root)) {
        String mode = random.nextBoolean() ? "rwxr-x---" : "rwxrwxrwx";
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
      }
    }
    if (isRoot() && random.nextInt(4) == 0 && directories.size() > 1) {
      Path directory = directories.getLast();
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("---------"));
    }
  }

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private Path name(Path directory) {
    String name = "n" + serial++;
    if (random.nextInt(4) == 0) {
      name = ODD[random.nextInt(ODD.length)] + (random.nextBoolean() ? serial : "");
    }
    Path path = directory.resolve(Names.path(name));
    return Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS) || name.equals("...")
        ? directory.resolve("s" + serial)
        : path;
  }

  private void add(Path directory) throws IOException {
    Path path = name(directory);
    switch (random.nextInt(14)) {
      case 0, 1, 2 -> directories.add(Files.createDirectory(path));
      case 3 -> chain(path);
      case 4 -> sparse(path);
      case 5 -> link(path);
      case 6 -> Files.createSymbolicLink(path, target(directory));
      case 7 -> {
        Path fifo = directory.resolve("fifo" + serial);
        if (!Names.text(fifo).chars().anyMatch(c -> c >= 0x80)) {
          fifos.add(fifo);
        }
      }
      case 8 -> socket(directory.resolve("socket" + serial));
      case 9 -> devices.add(directory.resolve("device" + serial));
      default -> file(path);
    }
  }

  private void chain(Path path) throws IOException {
    Path each = path;
    for (int depth = random.nextInt(12); depth >= 0; depth--) {
      directories.add(Files.createDirectory(each));
      each = each.resolve("d");
    }
  }

  private void file(Path path) throws IOException {
    var content = new byte[random.nextInt(5) == 0 ? 0 : random.nextInt(20_000)];
    random.nextBytes(content);
    Files.write(path, content);
    files.add(path);
    int mode = random.nextInt(8);
    if (mode == 0) {
      Files.setAttribute(path, "unix:mode", 0100000 | 04755);
    } else if (mode == 1) {
      Files.setAttribute(path, "unix:mode", 0100000 | random.nextInt(01000) | 0400);
    }
  }

  private void sparse(Path path) throws IOException {
    var options =
        java.util.Set.of(
            java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(path, options)) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        channel.position(channel.position() + random.nextInt(1 << 18));
        channel.write(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3}));
      }
    }
    files.add(path);
  }

  /** What is left of a socket when nobody listens any more. */
  private static void socket(Path path) throws IOException {
    if (Names.bytes(path).length < LONGEST_ADDRESS) {
      try (var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.bind(UnixDomainSocketAddress.of(path));
      }
    }
  }

  private void link(Path path) throws IOException {
    if (files.isEmpty()) {
      file(path);
    } else {
      Files.createLink(path, pick(files));
    }
  }

  private Path target(Path directory) {
    return switch (random.nextInt(6)) {
      case 0 -> Path.of("nowhere");
      case 1 -> Path.of("..");
      case 2 -> Path.of(".");
      case 3 -> files.isEmpty() ? Path.of("/etc/hostname") : pick(files);
      case 4 -> pick(directories);
      default -> directory;
    };
  }
}
