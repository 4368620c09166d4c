package dev.jaio.cli;

import dev.jaio.AsyncDirectory;
import dev.jaio.DirEntry;
import dev.jaio.DirListing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the directories of a walk, in pieces, and hands each piece over when nothing is outstanding
 * in its directory.
 *
 * <p>The next piece is read when all directories of the one before have been started, through the
 * same descriptor: a directory is not closed before its end has been read. So every entry that is
 * there from the beginning to the end is found once, whatever else is made or removed meanwhile;
 * what is made or removed meanwhile is found or not, as getdents64(2) has it.
 *
 * @param <N> the node of the command
 */
final class TreeReader<N extends TreeNode<N>> {

  /** As GNU's fts: a directory is read in pieces of this size. */
  private static final int PIECE = 100_000;

  private static int piece = PIECE;

  /** As GNU's fts: from here on entries are sorted by inode number, where that saves seeks. */
  private static final int SORT_BY_INODE = 10_000;

  private final TreeWalk<N> walk;

  TreeReader(TreeWalk<N> walk) {
    this.walk = walk;
  }

  /** How many entries are read at a time. */
  static int piece() {
    return piece;
  }

  /** For tests: smaller pieces, or 0 for the usual ones. */
  static void pieceForTest(int entries) {
    piece = entries == 0 ? PIECE : entries;
  }

  /** Reads the next piece of a directory. */
  void read(N node) {
    AsyncDirectory directory = node.directory;
    if (directory == null) {
      throw new IllegalStateException("read while closed");
    }
    walk.begin(node);
    if (walk.wantsAttributes()) {
      directory.readdirplus(piece).onComplete((entries, error) -> read(node, entries, error));
    } else {
      directory.readdir(piece).onComplete((entries, error) -> read(node, entries, error));
    }
  }

  private void read(N node, @Nullable List<DirEntry> entries, @Nullable Throwable error) {
    List<DirEntry> batch = node.batch;
    if (batch != null) {
      if (entries == null) {
        walk.stop(node, error);
      } else if (entries instanceof DirListing) {
        node.batch = entries;
        node.listed = entries.size() < piece;
      } else if (entries.isEmpty()) {
        node.listed = true;
      } else if (batch.isEmpty()) {
        node.batch = entries;
      } else {
        var joined = new ArrayList<DirEntry>(batch.size() + entries.size());
        joined.addAll(batch);
        joined.addAll(entries);
        node.batch = joined;
      }
      List<DirEntry> now = node.batch;
      if (!node.listed && now != null && now.size() < piece) {
        read(node);
      }
    }
    walk.end(node);
  }

  /** Gives the command what has been read. */
  void handOver(N node, List<DirEntry> batch) {
    if (batch instanceof DirListing listing) {
      walk.listed(node, listing, order(node, listing));
    } else {
      walk.listed(node, sorted(node, batch));
    }
  }

  private List<DirEntry> sorted(N node, List<DirEntry> entries) {
    if (entries.size() <= SORT_BY_INODE || !walk.sortsByInode(node)) {
      return entries;
    }
    var sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(DirEntry::ino));
    return sorted;
  }

  private int @Nullable [] order(N node, DirListing entries) {
    if (entries.size() <= SORT_BY_INODE || !walk.sortsByInode(node)) {
      return null;
    }
    long[] numbers = entries.stream().mapToLong(DirEntry::ino).toArray();
    return IntStream.range(0, numbers.length)
        .boxed()
        .sorted(Comparator.comparingLong(i -> numbers[i]))
        .mapToInt(i -> i)
        .toArray();
  }
}
