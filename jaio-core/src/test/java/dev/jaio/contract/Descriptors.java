package dev.jaio.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Pipe;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The open descriptors of this process and what they refer to. */
public record Descriptors(Map<Integer, String> links) {

  private static final Path FOLDER = Path.of("/proc/self/fd");

  static {
    try { // the JDK opens sockets of its own with the first pipe
      var pipe = Pipe.open();
      pipe.source().close();
      pipe.sink().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Descriptors now() {
    var links = new TreeMap<Integer, String>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(FOLDER)) {
      for (Path entry : entries) {
        try {
          String target = Files.readSymbolicLink(entry).toString();
          if (isOfInterest(target)) {
            links.put(Integer.parseInt(entry.getFileName().toString()), target);
          }
        } catch (IOException e) {
          // closed meanwhile, as the descriptor of this very listing
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Descriptors(links);
  }

  /** The JVM opens its own files when it likes. */
  private static boolean isOfInterest(String target) {
    return !target.endsWith(".jar")
        && !target.endsWith("/modules")
        && !target.endsWith(".so")
        && !target.endsWith(".class")
        && !target.startsWith("/dev/")
        && !target.startsWith("/sys/fs/cgroup/")
        && !target.startsWith("/proc/" + ProcessHandle.current().pid()); // the watcher's, too
  }

  /** What is open now and was not before. */
  public List<String> since(Descriptors before) {
    var fresh = new ArrayList<String>();
    links.forEach((fd, target) -> {
      if (!target.equals(before.links.get(fd))) {
        fresh.add(fd + " -> " + target);
      }
    });
    return fresh;
  }
}
