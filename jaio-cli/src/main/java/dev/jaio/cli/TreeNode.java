package dev.jaio.cli;

import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.FileStat;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A directory in a tree that is walked. Its fields belong to {@link TreeWalk} unless they say
 * otherwise, and to the one thread that delivers.
 *
 * @param <N> the node of the command
 */
abstract class TreeNode<N extends TreeNode<N>> {

  /** The directory that holds this one, null for the one given. */
  final @Nullable N parent;

  /** The name in the parent; of the one given, its path. */
  final Path name;

  /** How far below the one given. */
  final int level;

  /** The open directory, or null before, after, and while the budget has no room for it. */
  @Nullable AsyncDirectory directory;

  /** Longer texts are put together when they are needed: a tree may be deep. */
  private static final int KEPT_TEXT = 1024;

  private @Nullable String text;

  /** Submits relative to {@link #directory}. */
  private @Nullable AsyncFiles files;

  /** The attributes, where they are known before the directory is opened. */
  @Nullable FileStat stat;

  long device;
  long inode;

  /** Requests that need the open directory: those of the walk and those of the command. */
  int busy;

  /** Directories in this one that have not ended, and those of them not started. */
  int children;

  int waiting;

  /** Children that are just being opened. */
  int opening;

  boolean started;
  boolean listed;
  boolean known;
  boolean finishing;
  boolean inList;
  @Nullable N previous;
  @Nullable N next;

  /** What has been read of the directory and not been handed to the command. */
  @Nullable List<dev.jaio.DirEntry> batch;

  /** Children that wait for this directory to be open again; null if it is not being opened. */
  @Nullable ArrayDeque<N> reopening;

  TreeNode(@Nullable N parent, Path name) {
    this.parent = parent;
    this.name = name;
    this.level = parent == null ? 0 : parent.level + 1;
  }

  /** Submits relative to the open directory. */
  final AsyncFiles files() {
    return Objects.requireNonNull(files, "closed");
  }

  final void open(AsyncDirectory opened, AsyncFiles through) {
    directory = opened;
    files = through.at(opened);
  }

  final @Nullable AsyncDirectory close() {
    AsyncDirectory open = directory;
    directory = null;
    files = null;
    return open;
  }

  /** The path as it is shown, given the text of the root. */
  final String text() {
    String known = text;
    if (known != null) {
      return known;
    }
    var names = new ArrayDeque<String>();
    TreeNode<N> node = this;
    for (; node.parent != null && node.text == null; node = node.parent) {
      names.push(Names.text(node.name));
    }
    var joined = new StringBuilder(node.text == null ? node.rootText() : node.text);
    for (String each : names) {
      if (joined.charAt(joined.length() - 1) != '/') {
        joined.append('/');
      }
      joined.append(each);
    }
    String result = joined.toString();
    if (result.length() <= KEPT_TEXT) {
      text = result;
    }
    return result;
  }

  /** The path of an entry as it is shown. */
  final String text(Path entry) {
    return Names.join(text(), Names.text(entry));
  }

  /** The text of the directory given, of which this is the node. */
  abstract String rootText();
}
