package dev.jaio.cli;

import dev.jaio.AsyncDirectory;
import dev.jaio.FileStat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hard links among what is copied. The first name of a file is copied; the others wait for it and
 * become links to the copy.
 *
 * <p>The first copy is found again by its path, and its directory may have been swapped for a link
 * since: so the new link must be the file that was made, by device and inode number, or it is
 * removed again and the file is copied instead.
 */
final class CopyLinks {

  private record File(long device, long inode) {}

  private record Waiting(CopyJob job, FileStat stat, Runnable otherwise) {}

  private static final class Copy {
    private @Nullable CopyJob maker;
    private @Nullable FileStat made;
    private Path path = Path.of("");
    private final List<Waiting> waiting = new ArrayList<>();
  }

  private final boolean wanted;
  private final Map<File, Copy> copies = new HashMap<>();
  private final Map<CopyJob, Copy> making = new HashMap<>();

  CopyLinks(boolean wanted) {
    this.wanted = wanted;
  }

  /** Copies a file if this is its first name, else links it as soon as the first copy is there. */
  void first(CopyJob job, FileStat stat, Runnable copy) {
    if (!wanted || stat.nlink() < 2 || making.containsKey(job)) {
      copy.run();
      return;
    }
    Copy known = copies.computeIfAbsent(new File(stat.dev(), stat.ino()), _ -> new Copy());
    if (known.made != null) {
      link(new Waiting(job, stat, copy), known);
    } else if (known.maker != null) {
      known.waiting.add(new Waiting(job, stat, copy));
    } else {
      known.maker = job;
      making.put(job, known);
      copy.run();
    }
  }

  /** A copy is complete. */
  void made(CopyJob job, FileStat stat, Runnable then) {
    Copy copy = making.remove(job);
    if (copy == null) {
      then.run();
      return;
    }
    job.targetStat(made -> {
      copy.made = made;
      copy.maker = null;
      copy.path = Names.path(job.target().text().get());
      List<Waiting> waiting = List.copyOf(copy.waiting);
      copy.waiting.clear();
      for (Waiting each : waiting) {
        if (made != null) {
          link(each, copy);
        } else {
          each.otherwise.run();
        }
      }
      then.run();
    });
  }

  /** A copy has failed: the next name of the file is copied. */
  void failed(CopyJob job) {
    Copy copy = making.remove(job);
    if (copy == null) {
      return;
    }
    copy.maker = null;
    if (!copy.waiting.isEmpty()) {
      Waiting next = copy.waiting.removeFirst();
      copy.maker = next.job;
      making.put(next.job, copy);
      next.otherwise.run();
    }
  }

  private void link(Waiting each, Copy copy) {
    Place target = each.job.target();
    AsyncDirectory directory = target.directory();
    var request =
        directory == null
            ? each.job.run().files().link(copy.path, target.name())
            : each.job.run().files().link(copy.path, directory, target.name());
    request.onComplete((_, error) -> {
      if (error == null) {
        each.job.targetStat(there -> check(each, copy, there));
      } else if (Reasons.errno(error) == Reasons.EEXIST && !each.job.isFresh()) {
        each.job.targetStat(there -> replace(each, copy, there));
      } else {
        each.otherwise.run(); // too many links, or too deep for a path
      }
    });
  }

  private void replace(Waiting each, Copy copy, @Nullable FileStat there) {
    FileStat made = Objects.requireNonNull(copy.made);
    if (there == null) {
      each.otherwise.run();
    } else if (there.dev() == made.dev() && there.ino() == made.ino()) {
      each.job.succeed(each.stat);
    } else if (each.job.mayReplace(each.stat, there)) {
      each.job.removeOld(() -> link(each, copy));
    }
  }

  private void check(Waiting each, Copy copy, @Nullable FileStat there) {
    FileStat made = Objects.requireNonNull(copy.made);
    if (there != null && there.dev() == made.dev() && there.ino() == made.ino()) {
      each.job.succeed(each.stat);
    } else {
      each.job.remove(each.otherwise);
    }
  }
}
