package dev.jaio.cli;

import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.DirEntry;
import dev.jaio.FileStat;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes files and trees one by one, and asks before each: {@code rm -i}. Every directory on the
 * way is open, so that nothing is reached through a link that somebody puts there while the user
 * thinks.
 */
final class RmAsking {

  private final Session session;
  private final boolean verbose;
  private final boolean oneFileSystem;

  RmAsking(Session session, boolean verbose, boolean oneFileSystem) {
    this.session = session;
    this.verbose = verbose;
    this.oneFileSystem = oneFileSystem;
  }

  /** Asks for a file, or for a directory that is empty now. */
  void remove(AsyncFiles at, Path name, String text, FileStat stat)
      throws IOException, InterruptedException {
    String kind = ModeText.words(stat);
    if (!session.confirms("remove " + kind + ' ' + Quoting.always(text))) {
      return;
    }
    if (stat.isDirectory()) {
      at.rmdir(name).await();
    } else {
      at.unlink(name).await();
    }
    if (verbose) {
      String what = stat.isDirectory() ? "removed directory " : "removed ";
      session.out.put(what).put(Quoting.always(text)).put('\n');
    }
  }

  /**
   * Asks for a directory and for all that is in it.
   *
   * @param recursive or only for an empty one
   * @return whether it makes sense to ask for the directory above
   */
  boolean removeDirectory(AsyncFiles at, Path name, String text, FileStat stat, boolean recursive)
      throws IOException, InterruptedException {
    boolean reached = true;
    try (AsyncDirectory directory = at.openDirectory(name, LinkOption.NOFOLLOW_LINKS).await()) {
      List<DirEntry> entries = entries(directory);
      if (!entries.isEmpty() && !recursive) {
        throw new DirectoryNotEmptyException(text);
      }
      if (!entries.isEmpty()
          && !session.confirms("descend into directory " + Quoting.always(text))) {
        return false;
      }
      AsyncFiles inside = at.at(directory);
      for (DirEntry each : entries) {
        Path child = each.name();
        String childText = Names.join(text, Names.text(child));
        reached &= removeEntry(inside, child, childText, stat.dev());
      }
    }
    if (reached) {
      remove(at, name, text, stat);
    }
    return reached;
  }

  private boolean removeEntry(AsyncFiles at, Path name, String text, long device)
      throws InterruptedException {
    try {
      FileStat stat = at.lstat(name).await();
      if (stat.isDirectory() && oneFileSystem && stat.dev() != device) {
        session.error(RmWalk.elsewhere(text));
        return false;
      }
      if (stat.isDirectory()) {
        return removeDirectory(at, name, text, stat, true);
      }
      remove(at, name, text, stat);
      return true;
    } catch (IOException e) {
      session.error("cannot remove " + Quoting.always(text), e);
      return false;
    }
  }

  private static List<DirEntry> entries(AsyncDirectory directory)
      throws IOException, InterruptedException {
    List<DirEntry> all = new ArrayList<>();
    List<DirEntry> more = directory.readdir(TreeReader.piece()).await();
    while (!more.isEmpty()) {
      all.addAll(more);
      more = directory.readdir(TreeReader.piece()).await();
    }
    return all;
  }
}
