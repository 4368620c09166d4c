package dev.jaio.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Everything about a tree that a faithful copy of it has in common. */
final class Snapshot {

  private Snapshot() {}

  /** A line for each file, by its relative path. */
  static Map<String, String> of(Path root, boolean times) throws IOException {
    Map<String, String> lines = new TreeMap<>();
    Map<Object, Set<String>> inodes = new HashMap<>();
    Deque<Path> directories = new ArrayDeque<>();
    directories.add(root);
    lines.put(".", line(root, times));
    while (!directories.isEmpty()) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directories.pop())) {
        for (Path each : stream) {
          String name = Names.text(root.relativize(each));
          lines.put(name, line(each, times));
          if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
            directories.push(each);
          } else {
            inodes.computeIfAbsent(inode(each), _ -> new TreeSet<>()).add(name);
          }
        }
      }
    }
    for (Set<String> names : inodes.values()) {
      names.forEach(
          name -> lines.merge(name, names.size() > 1 ? " = " + names : "", String::concat));
    }
    return lines;
  }

  private static Object inode(Path path) throws IOException {
    return Files.getAttribute(path, "unix:fileKey", LinkOption.NOFOLLOW_LINKS);
  }

  /** How many blocks of 512 bytes each regular file of a tree takes. */
  static Map<String, Long> blocks(Path root) {
    String[] command = {"find", root.toString(), "-type", "f", "-printf", "%b %P\\0"};
    return Arrays.stream(Cli.system(command).out().split("\0"))
        .filter(line -> !line.isEmpty())
        .map(line -> line.split(" ", 2))
        .collect(Collectors.toMap(parts -> parts[1], parts -> Long.valueOf(parts[0])));
  }

  private static String line(Path path, boolean times) throws IOException {
    Map<String, Object> a = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
    boolean directory = (boolean) a.get("isDirectory");
    var line = new StringBuilder();
    line.append(Integer.toOctalString((int) a.get("mode")))
        .append(' ')
        .append(a.get("uid"))
        .append(' ')
        .append(a.get("gid"))
        .append(' ')
        .append(a.get("nlink"));
    if (!directory) {
      line.append(' ').append(a.get("size"));
    }
    if ((boolean) a.get("isOther")) {
      line.append(' ').append(a.get("rdev"));
    }
    if (times) {
      line.append(' ').append(a.get("lastModifiedTime"));
    }
    if ((boolean) a.get("isSymbolicLink")) {
      line.append(" -> ").append(Names.text(Files.readSymbolicLink(path)));
    } else if ((boolean) a.get("isRegularFile")) {
      line.append(" #").append(Arrays.hashCode(Files.readAllBytes(path)));
    }
    return line.toString();
  }
}
