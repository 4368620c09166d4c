package dev.jaio.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** Everything about a tree that a faithful copy of it has in common. */
final class Snapshot {

  private Snapshot() {}

  /** A line for each file, by its relative path. */
  static Map<String, String> of(Path root, boolean times) throws IOException {
    Map<String, String> lines = new TreeMap<>();
    Deque<Path> directories = new ArrayDeque<>();
    directories.add(root);
    lines.put(".", line(root, times));
    while (!directories.isEmpty()) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directories.pop())) {
        for (Path each : stream) {
          lines.put(Names.text(root.relativize(each)), line(each, times));
          if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
            directories.push(each);
          }
        }
      }
    }
    return lines;
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
