package dev.jaio.cli;

import dev.jaio.cli.CopyOptions.How;
import dev.jaio.cli.CopyOptions.Preserve;
import dev.jaio.cli.CopyOptions.Sparse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of {@code cp} that say how files are copied. */
final class CopyFlags {

  private static final String USUAL = "mode,ownership,timestamps";

  private boolean recursive;
  private boolean hardLink;
  private boolean symbolicLink;
  private boolean force;
  private Overwrite overwrite = Overwrite.ALWAYS;
  private boolean update;
  private boolean verbose;
  private @Nullable Boolean follow;
  private boolean followOperands;
  private boolean oneFileSystem;
  private Sparse sparse = Sparse.AUTO;
  private boolean removeDestination;

  private boolean mode;
  private boolean defaultMode;
  private boolean ownership;
  private boolean timestamps;
  private boolean links;

  void declare(Options options) {
    options
        .flag("Copy directories too.", () -> recursive = true, "-r", "-R", "--recursive")
        .flag("As -r -P --preserve=all.", this::archive, "-a", "--archive")
        .flag("As --preserve.", () -> preserve(USUAL), "-p")
        .optional(
            "LIST",
            "Keep these: mode, ownership, timestamps (default), links, all.",
            USUAL,
            this::preserve,
            "--preserve")
        .value("LIST", "Do not keep these.", this::preserveNot, "--no-preserve")
        .flag("As -P --preserve=links.", this::linksAsSuch, "-d")
        .flag("Remove a target that cannot be opened.", () -> force = true, "-f", "--force")
        .flag("Remove a target first.", () -> removeDestination = true, "--remove-destination")
        .flag("Ask before overwriting.", () -> overwrite = Overwrite.ASK, "-i", "--interactive")
        .flag("Leave targets that exist.", () -> overwrite = Overwrite.NEVER, "-n", "--no-clobber")
        .flag("Leave targets that are not older.", () -> update = true, "-u", "--update")
        .flag("Make hard links instead of copies.", () -> hardLink = true, "-l", "--link")
        .flag("Make symbolic links.", () -> symbolicLink = true, "-s", "--symbolic-link")
        .flag("Say what is done.", () -> verbose = true, "-v", "--verbose")
        .flag("Follow all symbolic links.", () -> follow(true, false), "-L", "--dereference")
        .flag("Copy symbolic links as such.", () -> follow(false, false), "-P", "--no-dereference")
        .flag("Follow symbolic links that are given.", () -> follow(false, true), "-H")
        .flag("Stay on the file system.", () -> oneFileSystem = true, "-x", "--one-file-system")
        .value(
            "WHEN",
            "Make holes never, where the original has some (auto, default), or of zeros: always.",
            this::sparse,
            "--sparse");
  }

  CopyOptions options() {
    if (hardLink && symbolicLink) {
      throw new Tool.UsageException("cannot make both hard and symbolic links");
    }
    Boolean given = follow;
    return new CopyOptions(
        recursive,
        new Preserve(mode, defaultMode, ownership, timestamps, links),
        hardLink ? How.HARD_LINK : symbolicLink ? How.SYMBOLIC_LINK : How.CONTENT,
        force,
        overwrite,
        update,
        verbose,
        given != null ? given : !recursive || hardLink,
        followOperands,
        oneFileSystem,
        sparse,
        removeDestination);
  }

  private void archive() {
    recursive = true;
    follow(false, false);
    preserve("all");
  }

  private void sparse(String when) {
    List<List<String>> words = List.of(List.of("never"), List.of("auto"), List.of("always"));
    sparse =
        switch (Choice.of("--sparse", when, words)) {
          case 0 -> Sparse.NEVER;
          case 1 -> Sparse.AUTO;
          default -> Sparse.ALWAYS;
        };
  }

  private void linksAsSuch() {
    follow(false, false);
    links = true;
  }

  private void follow(boolean all, boolean given) {
    follow = all;
    followOperands = given;
  }

  private void preserve(String list) {
    set("--preserve", list, true);
  }

  private void preserveNot(String list) {
    set("--no-preserve", list, false);
  }

  private void set(String option, String list, boolean kept) {
    for (String each : list.split(",", -1)) {
      switch (each) {
        case "mode" -> keepMode(kept);
        case "ownership" -> ownership = kept;
        case "timestamps" -> timestamps = kept;
        case "links" -> links = kept;
        case "all" -> {
          keepMode(kept);
          ownership = kept;
          timestamps = kept;
          links = kept;
        }
        case "context", "xattr" ->
            throw new Tool.UsageException(
                option + ": " + Quoting.always(each) + " is not supported", false);
        default ->
            throw new Tool.UsageException(
                "invalid argument "
                    + Quoting.always(each)
                    + " for "
                    + Quoting.always(option)
                    + "\nValid arguments are:\n  - 'mode'\n  - 'timestamps'\n  - 'ownership'"
                    + "\n  - 'links'\n  - 'all'");
      }
    }
  }

  private void keepMode(boolean kept) {
    mode = kept;
    defaultMode = !kept;
  }
}
