package dev.jaio.cli;

import dev.jaio.AsyncFiles;
import dev.jaio.FileStat;
import dev.jaio.FileTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The directories that a source was named with, made again in the target: {@code cp --parents}. */
final class CopyParents {

  private static final int PERMISSIONS = 01777;
  private static final int DEFAULT_MODE = 0777;
  private static final int OWNER = 0700;
  private static final int ID_BITS = 07000;

  private record Copy(Path path, String text, FileStat original, boolean created) {}

  private final CopyRun run;
  private final Session session;
  private final List<Copy> copies = new ArrayList<>();

  CopyParents(CopyRun run) {
    this.run = run;
    this.session = run.session();
  }

  /** Where a source goes in a directory. */
  static String target(String directory, String source) {
    return Names.join(directory, Operands.withoutSlashes(source.replaceFirst("^/+", "")));
  }

  /**
   * Makes what is missing.
   *
   * @return whether the directory that the source goes to is there
   */
  boolean make(String directory, String source) throws InterruptedException {
    String named = Operands.withoutSlashes(source);
    int start = named.length() - named.replaceFirst("^/+", "").length();
    for (int i = named.indexOf('/', start); i >= 0; i = named.indexOf('/', i + 1)) {
      if (named.charAt(i - 1) != '/'
          && !makeOne(named.substring(0, i), Names.join(directory, named.substring(start, i)))) {
        return false;
      }
    }
    return true;
  }

  private boolean makeOne(String from, String to) throws InterruptedException {
    AsyncFiles files = run.files();
    Path path = Names.path(to);
    FileStat original;
    try {
      original = files.stat(Names.path(from)).await();
    } catch (IOException e) {
      session.error("failed to get attributes of " + Quoting.always(from), e);
      return false;
    }
    try {
      boolean isDirectory = files.stat(path).await().isDirectory();
      if (!isDirectory) {
        session.error(Quoting.always(to) + " exists but is not a directory");
      } else {
        copies.add(new Copy(path, to, original, false));
      }
      return isDirectory;
    } catch (IOException e) {
      return create(path, to, from, original);
    }
  }

  private boolean create(Path path, String to, String from, FileStat original)
      throws InterruptedException {
    CopyOptions options = run.options();
    boolean usual = options.preserve().defaultMode();
    int kept = original.permissionBits() & (options.preserve().mode() ? OWNER : PERMISSIONS);
    try {
      run.files().mkdir(path, (usual ? DEFAULT_MODE : kept) | OWNER).await();
    } catch (IOException e) {
      session.error("cannot make directory " + Quoting.always(to), e);
      return false;
    }
    if (options.verbose()) {
      session.out.put(from).put(" -> ").put(to).put('\n');
    }
    copies.add(new Copy(path, to, original, true));
    return true;
  }

  /** Gives the directories what they have from their originals, now that nothing is missing. */
  void finish() throws InterruptedException {
    for (Copy each : copies.reversed()) {
      String what = "times";
      try {
        boolean ownerKept = own(each);
        if (run.options().preserve().timestamps()) {
          FileTimes access = FileTimes.of(each.original.atimeSeconds(), each.original.atimeNanos());
          run.files()
              .utimes(
                  each.path,
                  access,
                  FileTimes.of(each.original.mtimeSeconds(), each.original.mtimeNanos()))
              .await();
        }
        what = "permissions";
        permit(each, ownerKept);
      } catch (IOException e) {
        session.error("preserving " + what + " for " + Quoting.always(each.text), e);
      }
    }
    copies.clear();
  }

  private boolean own(Copy copy) throws InterruptedException {
    if (!run.options().preserve().ownership()) {
      return true;
    }
    try {
      run.files().chown(copy.path, copy.original.uid(), copy.original.gid()).await();
      return true;
    } catch (IOException e) {
      return false; // as for everything else that is copied
    }
  }

  private void permit(Copy copy, boolean ownerKept) throws IOException, InterruptedException {
    CopyOptions.Preserve preserve = run.options().preserve();
    int mode = copy.original.permissionBits();
    if (preserve.mode()) {
      run.files().chmod(copy.path, ownerKept ? mode : mode & ~ID_BITS).await();
    } else if (copy.created && !preserve.defaultMode() && (mode & OWNER) != OWNER) {
      int created = run.files().stat(copy.path).await().permissionBits();
      run.files().chmod(copy.path, created & (mode | ~OWNER)).await();
    }
  }
}
