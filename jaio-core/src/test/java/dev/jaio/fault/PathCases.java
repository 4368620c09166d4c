package dev.jaio.fault;

import static dev.jaio.fault.Scene.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.AsyncDirectory;
import dev.jaio.DirEntry;
import dev.jaio.FileStat;
import dev.jaio.FileTimes;
import dev.jaio.FileType;
import dev.jaio.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** The operations on paths that are requests of their own. */
final class PathCases {

  private static final int MODE = 0640;
  private static final FileTimes TIME = FileTimes.of(Instant.ofEpochSecond(1_000_000_000, 7));

  /** Enough that memory of the caller is lent. */
  private static final int LARGE = 32 << 10;

  private final List<FaultCase> all = new ArrayList<>();

  static List<FaultCase> all() {
    var cases = new PathCases();
    cases.opening();
    cases.loading();
    cases.looking();
    cases.naming();
    cases.linking();
    cases.changing();
    cases.probing();
    return cases.all;
  }

  /** How a case on a path submits it. */
  private interface OnPath<T> {
    Request<? extends T> submit(Scene s, Path path);
  }

  /** What it comes to. */
  private interface Check<T> {
    void of(Scene s, T result);
  }

  private <T> FaultCase on(String name, String method, OnPath<T> submit, Check<T> check) {
    return add(
        method,
        s -> {
          Path path = s.path(name);
          return Trial.<T>of(() -> submit.submit(s, path), r -> check.of(s, r), path);
        });
  }

  private FaultCase add(String method, FaultCase.Preparation preparation) {
    var added = new FaultCase("AsyncFiles." + method, preparation);
    all.add(added);
    return added;
  }

  private static boolean isThere(Scene s, String name) {
    return Files.exists(s.disk(name), LinkOption.NOFOLLOW_LINKS);
  }

  private static Object attribute(Scene s, String name, String attribute) {
    try {
      return Files.getAttribute(s.disk(name), "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int mode(Scene s, String name) {
    return (int) attribute(s, name, "mode") & 07777;
  }

  // ------------------------------------------------------------------ cases

  private void opening() {
    on(
        "file",
        "open(Path,OpenOption...)",
        (s, p) -> s.files.open(p),
        (_, file) -> assertThat(file.isOpen()).isTrue());
    on(
        "new",
        "open(Path,Set,int)",
        (s, p) ->
            s.files.open(p, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), MODE),
        (s, _) -> assertThat(mode(s, "new")).isEqualTo(MODE));
    on(
            "file",
            "open(Path,OpenOption...) deleting",
            (s, p) -> s.files.open(p, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE),
            (s, _) ->
                assertThat(isThere(s, "file"))
                    .isEqualTo(s.failed("unlinkat") || s.failed("openat2")))
        .bears("unlinkat")
        .bears(h -> h.is("openat2") && h.nth() > 1);
    on(
        "list",
        "openDirectory(Path,LinkOption...)",
        (s, p) -> s.files.openDirectory(p),
        (_, d) -> assertThat(d.isOpen()).isTrue());
  }

  private void loading() {
    on(
        "file",
        "load(Path)",
        (s, p) -> s.files.load(p),
        (_, bytes) -> assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo(TEXT));
    add(
        "load(Path) in several pieces",
        s -> {
          var content = new byte[600_000];
          new Random(1).nextBytes(content);
          Files.write(s.add("large"), content);
          return Trial.of(
              () -> s.files.load(s.path("large")),
              bytes -> assertThat(bytes).isEqualTo(content),
              s.path("large"));
        });
    for (int size : new int[] {TEXT.length(), LARGE}) {
      add(
              "load(Path,ByteBuffer) of " + size,
              s -> {
                var dst = ByteBuffer.allocateDirect(size);
                return Trial.<Integer>of(
                    () -> s.files.load(s.path("file"), dst),
                    n -> FileCases.assertRead(dst, n, TEXT),
                    s.path("file"));
              })
          .bears("fstatfs")
          .bears("statx");
    }
  }

  private void looking() {
    Check<FileStat> isText = (_, stat) -> assertThat(stat.size()).isEqualTo(TEXT.length());
    on("file", "stat(Path)", (s, p) -> s.files.stat(p), isText);
    on(
        "link",
        "lstat(Path)",
        (s, p) -> s.files.lstat(p),
        (_, stat) -> assertThat(stat.isSymbolicLink()).isTrue());
    on(
        "link",
        "readlink(Path)",
        (s, p) -> s.files.readlink(p),
        (_, target) -> assertThat(target).isEqualTo(Path.of("file")));
    on(
        "link",
        "readlinkBytes(Path)",
        (s, p) -> s.files.readlinkBytes(p),
        (_, target) -> assertThat(target).asString(StandardCharsets.UTF_8).isEqualTo("file"));
    on(
        "list",
        "readdir(Path)",
        (s, p) -> s.files.readdir(p),
        (_, entries) -> assertNames(entries, "a", "b", "c"));
    on(
            "list",
            "readdirplus(Path)",
            (s, p) -> s.files.readdirplus(p),
            (_, entries) -> assertNames(entries, "a", "b", "c"))
        .bears("statx"); // the entry then tells why it has no attributes
    on(
        "",
        "scandir(Path)",
        (s, p) -> s.files.scandir(p),
        (_, found) -> {
          assertNames(found.directories(), "empty", "list");
          assertNames(found.others(), "file", "link", "other");
        });
    add(
        "scandir(Path,int)",
        s -> {
          s.kernel.hideTypes(true); // so that the inodes are asked
          return Trial.of(
              () -> s.files.scandir(s.path(""), 1),
              found -> {
                assertNames(found.directories(), "empty", "list");
                assertNames(found.others(), "file", "link", "other");
              });
        });
  }

  static void assertNames(List<DirEntry> entries, String... names) {
    assertThat(entries).extracting(e -> e.name().toString()).containsExactlyInAnyOrder(names);
  }

  private void naming() {
    Check<Object> isNowThere = (s, _) -> assertThat(isThere(s, "new")).isTrue();
    on(
        "file",
        "unlink(Path)",
        (s, p) -> s.files.unlink(p),
        (s, _) -> assertThat(isThere(s, "file")).isFalse());
    on(
        "empty",
        "rmdir(Path)",
        (s, p) -> s.files.rmdir(p),
        (s, _) -> assertThat(isThere(s, "empty")).isFalse());
    on("new", "mkdir(Path)", (s, p) -> s.files.mkdir(p), isNowThere);
    on("new", "mkdir(Path,int)", (s, p) -> s.files.mkdir(p, MODE), isNowThere);
    on(
        "new",
        "mknod(Path,FileType,int,long)",
        (s, p) -> s.files.mknod(p, FileType.SOCKET, MODE, 0),
        isNowThere);
    on("new", "mkfifo(Path,int)", (s, p) -> s.files.mkfifo(p, MODE), isNowThere);
  }

  private void linking() {
    two(
        "symlink(Path,Path)",
        s -> s.files.symlink(Path.of("file"), s.path("new")),
        s -> assertThat(s.text("new")).isEqualTo(TEXT));
    two(
        "symlink(byte[],Path)",
        s -> s.files.symlink("./file".getBytes(StandardCharsets.UTF_8), s.path("new")),
        s -> assertThat(s.text("new")).isEqualTo(TEXT));
    Consumer<Scene> linked =
        s -> {
          assertThat(s.text("file")).isEqualTo(TEXT);
          assertThat(s.text("new")).isEqualTo(TEXT);
        };
    two("link(Path,Path)", s -> s.files.link(s.path("file"), s.path("new")), linked);
    into(
        "link(Path,AsyncDirectory,Path)",
        (s, d) -> s.files.link(s.path("file"), d, Path.of("new")));
    Consumer<Scene> renamed =
        s -> {
          assertThat(isThere(s, "file")).isFalse();
          assertThat(s.text("other")).isEqualTo(TEXT);
        };
    two("rename(Path,Path)", s -> s.files.rename(s.path("file"), s.path("other")), renamed);
    into(
        "rename(Path,AsyncDirectory,Path)",
        (s, d) -> s.files.rename(s.path("file"), d, Path.of("new")));
  }

  private void two(String method, Function<Scene, Request<?>> submit, Consumer<Scene> check) {
    add(
        method,
        s -> Trial.<Object>of(() -> submit.apply(s), _ -> check.accept(s), Path.of("file")));
  }

  private void into(String method, BiFunction<Scene, AsyncDirectory, Request<?>> submit) {
    add(
        method,
        s -> {
          AsyncDirectory d = s.openDirectory("list");
          return Trial.<Object>of(
              () -> submit.apply(s, d),
              _ -> assertThat(s.text("list/new")).isEqualTo(TEXT),
              s.path("file"),
              Path.of("new"));
        });
  }

  private void changing() {
    Check<Object> hasMode = (s, _) -> assertThat(mode(s, "file")).isEqualTo(MODE);
    on(
        "file",
        "chmod(Path,int,LinkOption...)",
        (s, p) -> s.files.chmod(p, MODE, LinkOption.NOFOLLOW_LINKS),
        hasMode);
    on(
        "file",
        "chmod(Path,Set)",
        (s, p) -> s.files.chmod(p, PosixFilePermissions.fromString("rw-r-----")),
        hasMode);
    on(
        "file",
        "chown(Path,int,int,LinkOption...)",
        (s, p) -> s.files.chown(p, -1, -1),
        (_, _) -> {});
    on(
        "link",
        "chown(Path,int,int,LinkOption...) not followed",
        (s, p) -> s.files.chown(p, -1, -1, LinkOption.NOFOLLOW_LINKS),
        (_, _) -> {});
    for (LinkOption[] options : new LinkOption[][] {{}, {LinkOption.NOFOLLOW_LINKS}}) {
      String name = options.length == 0 ? "file" : "link";
      on(
          name,
          "utimes(Path,FileTimes,FileTimes,LinkOption...) of " + name,
          (s, p) -> s.files.utimes(p, TIME, TIME, options),
          (s, _) ->
              assertThat(attribute(s, name, "lastModifiedTime"))
                  .hasToString("2001-09-09T01:46:40.000000007Z"));
    }
    on(
            "file",
            "truncate(Path,long)",
            (s, p) -> s.files.truncate(p, 3),
            (s, _) -> assertThat(s.text("file")).isEqualTo(TEXT.substring(0, 3)))
        .touches("file")
        .afterFailure(s ->
            assertThat(s.text("file")).isEqualTo(s.failed("close") ? TEXT.substring(0, 3) : TEXT));
  }

  private void probing() {
    add("nop()", s -> Trial.of(() -> s.files.nop()));
    add("busy(Duration)", s -> Trial.of(() -> s.files.busy(Duration.ofMillis(1))));
  }
}
