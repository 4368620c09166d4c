package dev.jaio.fault;

import static dev.jaio.fault.Scene.OTHER;
import static dev.jaio.fault.Scene.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.FileStat;
import dev.jaio.Group;
import dev.jaio.internal.abi.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What is made of several requests. */
final class CompositeCases {

  private static final int[] NOT_KNOWN = {Errno.EINVAL, Errno.ENOSYS, Errno.EOPNOTSUPP};

  /** An attribute that the file system does not have or the user may not set. */
  private static final int[] NOT_SETTABLE = {
    Errno.EPERM, Errno.EINVAL, Errno.ENOSYS, Errno.EOPNOTSUPP
  };

  private static final int HOLE = 64 << 10;

  private final List<FaultCase> all = new ArrayList<>();

  static List<FaultCase> all() {
    var cases = new CompositeCases();
    cases.copying();
    cases.copyingHoles();
    cases.copyingLinks();
    cases.moving();
    cases.grouping();
    return cases.all;
  }

  private FaultCase add(String method, FaultCase.Preparation preparation) {
    var added = new FaultCase(method, preparation);
    all.add(added);
    return added;
  }

  // ------------------------------------------------------------------ copy

  private FaultCase copies(String variant, String target, CopyOption... options) {
    return copying(
        add(
            "AsyncFiles.copy(Path,Path,CopyOption...)" + variant,
            s ->
                Trial.<Long>of(
                    () -> s.files.copy(s.path("file"), s.path(target), options),
                    n -> {
                      assertThat(n).isEqualTo(TEXT.length());
                      assertThat(s.text(target)).isEqualTo(TEXT);
                      assertThat(s.text("file")).isEqualTo(TEXT);
                      assertNothingTemporary(s);
                    },
                    Path.of("sub"))));
  }

  /** What a copy of a file bears. */
  private static FaultCase copying(FaultCase c) {
    return c.bears(FileCases::isReplaced)
        .bears(h -> h.is("sendfile") && h.isAfterCut()) // the next one would meet it again
        .bears("fchown", NOT_SETTABLE)
        .bears("utimensat", NOT_SETTABLE);
  }

  private static void assertNothingTemporary(Scene s) {
    assertThat(s.now(List.of()).keySet()).noneMatch(name -> name.endsWith(".jaio"));
  }

  private void copying() {
    copies("", "new");
    copies(" replacing nothing", "new", StandardCopyOption.REPLACE_EXISTING);
    copies(" replacing", "other", StandardCopyOption.REPLACE_EXISTING);
    copies(" not following", "new", LinkOption.NOFOLLOW_LINKS);
    copying(
        add(
            "AsyncFiles.copy(Path,Path,CopyOption...) of an unknown size",
            s -> {
              Files.write(s.add("none"), new byte[0]); // read to its end, as files of /proc
              return Trial.<Long>of(
                  () -> s.files.copy(s.path("none"), s.path("new")),
                  n -> assertThat(n).isZero(),
                  Path.of("sub"));
            }));
  }

  private void copyingHoles() {
    copying(
            add(
                "AsyncFiles.copy(Path,Path,CopyOption...) of a file with holes",
                s -> {
                  try (var channel =
                      FileChannel.open(
                          s.add("holes"),
                          StandardOpenOption.CREATE_NEW,
                          StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(TEXT.getBytes(StandardCharsets.UTF_8)), HOLE);
                    channel.write(ByteBuffer.allocate(1), 3L * HOLE);
                  }
                  return Trial.<Long>of(
                      () -> s.files.copy(s.path("holes"), s.path("new")),
                      n -> {
                        assertThat(n).isEqualTo(3L * HOLE + 1);
                        assertThat(mismatch(s, "new", "holes")).isEqualTo(-1);
                      },
                      Path.of("sub"));
                }))
        .bears(h -> h.is("lseek", NOT_KNOWN) && h.nth() % 3 == 1); // asks for data: all is copied
  }

  private static long mismatch(Scene s, String one, String other) {
    try {
      return Files.mismatch(s.disk(one), s.disk(other));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void copyingLinks() {
    for (boolean replaces : new boolean[] {false, true}) {
      String target = replaces ? "other" : "new";
      int own = replaces ? 5 : 4; // which look-up comes before the owner is set, then the times
      CopyOption[] options =
          replaces
              ? new CopyOption[] {LinkOption.NOFOLLOW_LINKS, StandardCopyOption.REPLACE_EXISTING}
              : new CopyOption[] {LinkOption.NOFOLLOW_LINKS};
      add(
              "AsyncFiles.copy(Path,Path,CopyOption...) of a link to " + target,
              s ->
                  Trial.<Long>of(
                      () -> s.files.copy(s.path("link"), s.path(target), options),
                      _ -> {
                        assertThat(s.disk(target)).isSymbolicLink();
                        assertNothingTemporary(s);
                      },
                      Path.of("sub")))
          .bears("fchownat", NOT_SETTABLE)
          .bears("utimensat", NOT_SETTABLE)
          .bears(h -> h.is("openat2", NOT_SETTABLE) && (h.nth() == own || h.nth() == own + 1));
    }
  }

  // ------------------------------------------------------------------ move

  private FaultCase moves(String variant, String target, CopyOption... options) {
    return add(
        "AsyncFiles.move(Path,Path,CopyOption...)" + variant,
        s ->
            Trial.<Object>of(
                () -> s.files.move(s.path("file"), s.path(target), options),
                _ -> {
                  assertThat(s.text(target)).isEqualTo(TEXT);
                  assertThat(s.text("file")).isNull();
                  assertNothingTemporary(s);
                },
                Path.of("sub")));
  }

  /**
   * What a move bears that may become a copy. Once the copy has its name a failure leaves both, and
   * the source goes only when the copy is durable, its name included.
   */
  private static FaultCase moving(FaultCase c, int renames, String target, String before) {
    return copying(c)
        .touches(target)
        .bears(h -> h.is("renameat2", Errno.EXDEV) && h.nth() <= renames)
        .bears(h -> isLookUp(h, 3 * renames - 1) && h.fault().errno() == Errno.EXDEV)
        .bears(h -> h.use().equals(FaultKernel.LISTING) && h.fault().errno() == Errno.EACCES)
        .bears(h -> h.is("fsync", Errno.EINVAL) && h.nth() == 2)
        .afterFailure(s -> {
          assertThat(s.text("file")).isEqualTo(TEXT);
          assertThat(s.text(target)).isIn(before, TEXT);
        });
  }

  /** A rename that is confined looks up both names, and fails as if it had been made. */
  private static boolean isLookUp(Fault.Hit hit, int most) {
    return hit.call().equals("openat2")
        && hit.use().equals(FaultKernel.PATH)
        && hit.nth() <= most
        && hit.nth() != 3; // that of the look between two renames
  }

  private void moving() {
    moving(moves("", "new"), 2, "new", null)
        .bears(h -> h.is("renameat2", Errno.EINVAL, Errno.ENOSYS) && h.nth() == 1)
        .bears(h -> isLookUp(h, 2) && h.is("openat2", Errno.EINVAL, Errno.ENOSYS));
    moving(moves(" replacing", "other", StandardCopyOption.REPLACE_EXISTING), 1, "other", OTHER);
    moves(" at once", "other", StandardCopyOption.ATOMIC_MOVE);
  }

  // ------------------------------------------------------------------ groups

  /** What befalls a member is the member's: the group and the other members go on. */
  private void grouping() {
    add(
            "Group.feed(int,Consumer)",
            s -> {
              var names = new ArrayList<>(List.of("file", "other", "list", "link", "empty"));
              var failures = new AtomicInteger();
              return Trial.<Object>of(
                  () -> {
                    Group<Object> group = s.files.group();
                    group.feed(2, g -> feed(s, g, names, failures));
                    group.close();
                    return group;
                  },
                  _ -> {
                    assertThat(names).isEmpty();
                    assertThat(failures).hasValue(s.failed("statx") ? 1 : 0);
                  });
            })
        .ways(Scene.Way.PLAIN, Scene.Way.AT)
        .bears("statx");
    add(
            "Group.add(Request)",
            s ->
                Trial.<Object>of(
                    () -> {
                      Group<Object> group = s.files.group();
                      group.add(s.files == s.aio ? s.aio.stat(s.path("file")) : s.aio.nop());
                      group.close();
                      return group;
                    },
                    _ -> {}))
        .ways(Scene.Way.PLAIN)
        .bears("statx");
    add(
            "Group.cleanup(BiConsumer)",
            s ->
                Trial.<Object>of(
                    () -> {
                      Group<Object> group = s.files.group();
                      group.cleanup((shielded, _) -> shielded.unlink(s.path("file")));
                      group.stat(s.path("file"));
                      group.close();
                      return group;
                    },
                    _ -> assertThat(Files.exists(s.disk("file"))).isEqualTo(s.failed("unlinkat"))))
        .ways(Scene.Way.PLAIN, Scene.Way.AT)
        .bears("statx")
        .bears("unlinkat");
  }

  private static void feed(Scene s, Group<?> group, List<String> names, AtomicInteger failures) {
    if (!names.isEmpty()) {
      group
          .stat(s.path(names.removeLast()))
          .onComplete((FileStat _, Throwable error) -> {
            if (error != null) {
              failures.incrementAndGet();
            }
          });
    }
  }
}
