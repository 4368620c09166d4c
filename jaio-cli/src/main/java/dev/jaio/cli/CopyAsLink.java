package dev.jaio.cli;

import dev.jaio.AsyncDirectory;
import dev.jaio.FileStat;
import dev.jaio.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes a link to a file instead of a copy: {@code cp -l} and {@code cp -s}. */
final class CopyAsLink {

  private final CopyJob job;
  private final FileStat stat;
  private final boolean symbolic;

  CopyAsLink(CopyJob job, FileStat stat) {
    this.job = job;
    this.stat = stat;
    this.symbolic = job.options().how() == CopyOptions.How.SYMBOLIC_LINK;
  }

  void start() {
    String original = job.source().text().get();
    String link = job.target().text().get();
    if (symbolic && !original.startsWith("/") && link.contains("/")) {
      job.fail(
          Quoting.inFront(link) + ": can make relative symbolic links only in current directory",
          null);
    } else {
      create(!job.isFresh());
    }
  }

  private void create(boolean again) {
    request()
        .onComplete((_, error) -> {
          if (error == null && symbolic) {
            job.succeed(stat);
          } else if (error == null) {
            job.targetStat(this::check);
          } else if (Reasons.errno(error) == Reasons.EEXIST && again) {
            job.targetStat(there -> replace(there, error));
          } else {
            fail(error);
          }
        });
  }

  private Request<?> request() {
    Place source = job.source();
    Place target = job.target();
    if (symbolic) {
      return target.files().symlink(Names.bytes(source.text().get()), target.name());
    }
    AsyncDirectory directory = target.directory();
    Path name = stat.isSymbolicLink() ? source.name() : followed(source);
    return directory == null
        ? source.files().link(name, target.name())
        : source.files().link(name, directory, target.name());
  }

  /** A link that is followed is found by its path, and may have been swapped since. */
  private void check(@Nullable FileStat there) {
    if (there != null && there.ino() == stat.ino() && there.dev() == stat.dev()) {
      job.succeed(stat);
    } else {
      job.remove(() -> fail(new IOException("it was replaced while being linked")));
    }
  }

  private void replace(@Nullable FileStat there, Throwable error) {
    CopyOptions options = job.options();
    boolean isSame = there != null && there.ino() == stat.ino() && there.dev() == stat.dev();
    if (there == null || (isSame && !symbolic)) {
      job.skip();
    } else if (options.removeDestination()) {
      if (job.mayReplace(stat, there)) {
        job.removeOld(() -> create(false));
      }
    } else if (options.overwrite() == Overwrite.ALWAYS && !options.force() && !options.update()) {
      fail(error);
    } else if (job.mayReplace(stat, there)) {
      if (options.force() || options.overwrite() == Overwrite.ASK) {
        job.remove(() -> create(false));
      } else {
        fail(error);
      }
    }
  }

  /** What a link leads to that is followed; link(2) would follow none. */
  private static Path followed(Place source) {
    try {
      Path path = Names.path(source.text().get());
      return Files.isSymbolicLink(path) ? path.toRealPath() : source.name();
    } catch (IOException e) {
      return source.name(); // the link will say why not
    }
  }

  private void fail(Throwable error) {
    String what = symbolic ? "cannot create symbolic link " : "cannot create hard link ";
    job.fail(what + job.target().quoted() + " to " + job.source().quoted(), error);
  }
}
