package dev.jaio.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFile;
import dev.jaio.AsyncFiles;
import dev.jaio.Group;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a case finds: an engine, a way to submit, and a directory {@code sub} with
 *
 * <pre>
 *   file    a text          link   a symbolic link to it
 *   other   another text    list/  with the files a, b and c
 *   empty/
 * </pre>
 */
final class Scene {

  static final String TEXT = "0123456789";
  static final String OTHER = "another text";

  /** How requests of a case are submitted. */
  enum Way {
    /** Through the engine, by absolute paths. */
    PLAIN,
    /** By paths relative to an open directory, with a priority. */
    AT,
    /** By paths that must stay beneath an open directory, as members of a group. */
    CONFINED;

    static final Way[] ALL = values();
    static final Way[] OF_FILES = {PLAIN, CONFINED};
  }

  /** Contents of files larger than this are no part of a snapshot. */
  private static final long SMALL = 4096;

  final Aio aio;
  final FaultKernel kernel;
  AsyncFiles files;
  private final Path root;
  private final Way way;
  private final Map<String, String> fresh;
  private final @Nullable AsyncDirectory directory;
  private final Map<Integer, String> open; // before the case opens anything
  private final List<String> added = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private @Nullable Group<Object> group;

  Scene(Aio aio, FaultKernel kernel, Path root, Way way) throws Exception {
    this.aio = aio;
    this.kernel = kernel;
    this.root = root;
    this.way = way;
    create();
    fresh = snapshot();
    directory = way == Way.PLAIN ? null : aio.openDirectory(root).await();
    open = kernel.open();
    files = aio;
  }

  private void create() throws IOException {
    Files.createDirectories(disk("list"));
    Files.createDirectory(disk("empty"));
    write("file", TEXT);
    write("other", OTHER);
    Files.createSymbolicLink(disk("link"), Path.of("file"));
    for (String name : List.of("list/a", "list/b", "list/c")) {
      write(name, name);
    }
  }

  /** A new use. */
  void begin() {
    group = way == Way.CONFINED ? aio.group() : null;
    files =
        switch (way) {
          case PLAIN -> aio;
          case AT -> aio.withPriority(1).at(directory);
          case CONFINED -> group.beneath(directory);
        };
  }

  private void write(String name, String text) throws IOException {
    Files.write(disk(name), text.getBytes(StandardCharsets.UTF_8));
  }

  // ------------------------------------------------------------------ for cases

  /** A path as it is handed over. */
  Path path(String name) {
    Path relative = Path.of("sub", name);
    return way == Way.PLAIN ? root.resolve(relative) : relative;
  }

  /** Where it is. */
  Path disk(String name) {
    return root.resolve("sub").resolve(name);
  }

  /** One more file, which the case fills. */
  Path add(String name) {
    added.add(name);
    return disk(name);
  }

  /** The content of a file, or null if there is none. */
  @Nullable String text(String name) {
    Path p = disk(name);
    try {
      return Files.exists(p) ? Files.readString(p, StandardCharsets.UTF_8) : null;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** An open file, closed in the end. */
  AsyncFile open(String name, OpenOption... options) throws Exception {
    AsyncFile file = aio.open(disk(name), options).await();
    opened.add(file);
    return file.via(files);
  }

  /** An open directory, closed in the end. */
  AsyncDirectory openDirectory(String name) throws Exception {
    AsyncDirectory d = aio.openDirectory(disk(name)).await();
    opened.add(d);
    return d.via(files);
  }

  /** Whether a call of this name has failed, and not just been interrupted. */
  boolean failed(String call) {
    return kernel.hits().stream().anyMatch(h -> h.call().equals(call) && FaultCase.isFailure(h));
  }

  /** Whether a transfer was cut. */
  boolean cut() {
    return kernel.hits().stream().anyMatch(h -> h.fault().isShort());
  }

  // ------------------------------------------------------------------ for the run

  /** The group through which requests are submitted, if they are. */
  @Nullable Group<Object> group() {
    return group;
  }

  /** What was there before, but for some names, and the content of what is small. */
  Map<String, String> before(Iterable<String> without) {
    return without(fresh, without);
  }

  /** What is there now, but for some names. */
  Map<String, String> now(Iterable<String> without) {
    return without(snapshot(), without);
  }

  private Map<String, String> without(Map<String, String> all, Iterable<String> names) {
    var some = new TreeMap<>(all);
    names.forEach(name -> some.remove("sub/" + name));
    added.forEach(name -> some.remove("sub/" + name));
    return some;
  }

  private Map<String, String> snapshot() {
    var all = new TreeMap<String, String>();
    try (var walk = Files.walk(root)) {
      for (Path p : walk.toList()) {
        all.put(root.relativize(p).toString(), describe(p));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return all;
  }

  private static String describe(Path p) throws IOException {
    if (Files.isSymbolicLink(p)) {
      return "-> " + Files.readSymbolicLink(p);
    }
    if (!Files.isRegularFile(p)) {
      return Files.isDirectory(p) ? "directory" : "special";
    }
    long size = Files.size(p);
    return size > SMALL ? size + " bytes" : Files.readString(p, StandardCharsets.UTF_8);
  }

  /** Closes what the use has opened, and makes good what it has changed. */
  void end() throws Exception {
    for (AutoCloseable o : opened) {
      o.close();
    }
    opened.clear();
    added.clear();
    assertThat(kernel.open()).as("descriptors that are left").isEqualTo(open);
    if (!snapshot().equals(fresh)) {
      try (var walk = Files.walk(root.resolve("sub"))) {
        for (Path p : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(p);
        }
      }
      create();
    }
  }

  /** Closes what is open. */
  void close() throws IOException {
    if (directory != null) {
      directory.close();
    }
  }
}
