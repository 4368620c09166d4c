package dev.jaio.internal.op;

import dev.jaio.FileStat;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Failures;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** Under which name a copy is written, and whether it may replace what exists. */
final class CopyTarget {

  /** So many characters of a name go into a temporary one, which then fits any file system. */
  private static final int MAX_STEM = 100;

  private static final int RADIX = 36;

  private final Steps<?> steps;
  private final Path source;
  private final Path path;
  private final boolean replace;
  private Path written;
  private boolean replaces;

  CopyTarget(Steps<?> steps, Path source, Path path, boolean replace) {
    this.steps = steps;
    this.source = source;
    this.path = path;
    this.replace = replace;
    this.written = path;
  }

  Path path() {
    return path;
  }

  /** The name to write to. */
  Path written() {
    return written;
  }

  boolean isTemporary() {
    return replace;
  }

  /** Whether something is going to be replaced. */
  boolean replaces() {
    return replaces;
  }

  /** Decides, for the source with some attributes, and goes on unless the target is refused. */
  void choose(FileStat from, Runnable next) {
    if (!replace) {
      next.run();
      return;
    }
    Path name = path.getFileName();
    written = name == null ? path : path.resolveSibling(temporary(name));
    steps
        .group()
        .lstat(path)
        .onComplete(
            steps.<FileStat>either(
                there -> replace(from, there, next), e -> Steps.isErrno(e, Errno.ENOENT), next));
  }

  private void replace(FileStat from, FileStat there, Runnable next) {
    if (Objects.equals(there.fileKey(), from.fileKey()) && there.fileKey() != null) {
      steps.failed(refusal("source and target are the same file"));
    } else if (there.isDirectory()) {
      steps.failed(Failures.of(Errno.EISDIR, path, null));
    } else if (there.isOther()) {
      steps.failed(refusal("the target is not a regular file"));
    } else {
      replaces = true;
      next.run();
    }
  }

  private Throwable refusal(String why) {
    return Failures.because(Errno.EINVAL, source, path, why);
  }

  /** ASCII only: other characters may have no bytes in this locale. */
  private static String temporary(Path name) {
    String stem = name.toString().replaceAll("[^A-Za-z0-9._-]", "_");
    stem = stem.substring(0, Math.min(stem.length(), MAX_STEM));
    long random = ThreadLocalRandom.current().nextLong() >>> 1;
    return "." + stem + "." + Long.toString(random, RADIX) + ".jaio";
  }
}
