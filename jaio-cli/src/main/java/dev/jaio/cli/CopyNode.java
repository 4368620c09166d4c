package dev.jaio.cli;

import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A directory that is copied, and its copy. */
final class CopyNode extends TreeNode<CopyNode> {

  private final @Nullable String rootText;
  private final @Nullable String targetRootText;

  /** The name of the copy in its directory; of the one given, its path. */
  final Path targetName;

  /** The copy, open. */
  @Nullable AsyncDirectory target;

  private @Nullable AsyncFiles targetFiles;

  long targetDevice;
  long targetInode;

  /** The permissions of the copy as it was created, before the umask is known otherwise. */
  int createdMode;

  /** Whether the copy was not there before, so that nothing in it can be in the way. */
  boolean created;

  /** Whether there is no copy to put anything into; said already. */
  boolean skipped;

  CopyNode(
      @Nullable CopyNode parent,
      Path name,
      Path targetName,
      @Nullable String rootText,
      @Nullable String targetRootText) {
    super(parent, name);
    this.targetName = targetName;
    this.rootText = rootText;
    this.targetRootText = targetRootText;
  }

  /** A directory in a directory. */
  CopyNode(CopyNode parent, Path name) {
    this(parent, name, name, null, null);
  }

  @Override
  String rootText() {
    return Objects.requireNonNull(rootText);
  }

  /** The path of the copy as it is shown. */
  String targetText() {
    CopyNode root = this;
    while (root.parent != null) {
      root = root.parent;
    }
    String below = text().substring(root.text().length());
    String start = Objects.requireNonNull(root.targetRootText);
    return below.isEmpty() || below.startsWith("/") || start.endsWith("/")
        ? start + below
        : start + '/' + below;
  }

  /** The path of the copy of an entry as it is shown. */
  String targetText(Path entry) {
    return Names.join(targetText(), Names.text(entry));
  }

  /** Submits relative to the open copy. */
  AsyncFiles targetFiles() {
    return Objects.requireNonNull(targetFiles, "closed");
  }

  void openTarget(AsyncDirectory opened, AsyncFiles through) {
    target = opened;
    targetFiles = through.at(opened);
  }

  void closeTarget() {
    AsyncDirectory open = target;
    target = null;
    targetFiles = null;
    if (open != null) {
      open.closeAsync();
    }
  }
}
