package dev.jaio.cli;

import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import dev.jaio.DirEntry;
import dev.jaio.FileStat;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes files and trees one by one, and asks before each: {@code rm -i}, and a file that is
 * write-protected. Every directory on the way is open, so that nothing is reached through a link
 * that somebody puts there while the user thinks.
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

  /** Asks whether a file, or a directory that is empty now, shall be removed. */
  static boolean mayRemove(Session session, FileStat stat, String text) {
    boolean isProtected = session.privileges().isProtected(stat);
    String kind = (isProtected ? "write-protected " : "") + ModeText.words(stat);
    return session.confirms("remove " + kind + ' ' + Quoting.always(text));
  }

  /** Asks whether what is in a directory shall be removed. */
  static boolean mayDescend(Session session, FileStat stat, String text) {
    boolean isProtected = session.privileges().isProtected(stat);
    String kind = isProtected ? "write-protected directory " : "directory ";
    return session.confirms("descend into " + kind + Quoting.always(text));
  }

  /** Asks for a file, or for a directory that is empty now. */
  void remove(AsyncFiles at, Path name, String text, FileStat stat)
      throws IOException, InterruptedException {
    if (!mayRemove(session, stat, text)) {
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

  /** Asks for a directory, which is removed only if it is empty. */
  void removeEmpty(AsyncFiles at, Path name, String text, FileStat stat)
      throws IOException, InterruptedException {
    try (AsyncDirectory directory = at.openDirectory(name, LinkOption.NOFOLLOW_LINKS).await()) {
      if (!directory.readdir(1).await().isEmpty()) {
        throw new DirectoryNotEmptyException(text);
      }
    }
    remove(at, name, text, stat);
  }

  /**
   * Asks for a directory and for all that is in it.
   *
   * @param device that it has to be on if it is not empty
   * @return whether it makes sense to ask for the directory above
   */
  boolean removeTree(AsyncFiles at, Path name, String text, FileStat stat, long device)
      throws IOException, InterruptedException {
    boolean reached = true;
    IOException unreadable = null;
    try (AsyncDirectory directory = at.openDirectory(name, LinkOption.NOFOLLOW_LINKS).await()) {
      List<DirEntry> entries = entries(directory);
      if (!entries.isEmpty() && !mayDescend(session, stat, text)) {
        return false;
      }
      if (!entries.isEmpty() && oneFileSystem && stat.dev() != device) {
        session.error(RmWalk.elsewhere(text));
        return false;
      }
      AsyncFiles inside = at.at(directory);
      for (DirEntry each : entries) {
        Path child = each.name();
        String childText = Names.join(text, Names.text(child));
        reached &= removeEntry(inside, child, childText, device);
      }
    } catch (AccessDeniedException e) {
      if (!mayDescend(session, stat, text)) {
        return false;
      }
      unreadable = e; // it may be empty, and then be removed
    }
    if (!reached) {
      return false;
    }
    try {
      remove(at, name, text, stat);
    } catch (IOException e) {
      throw unreadable == null ? e : unreadable;
    }
    return true;
  }

  private boolean removeEntry(AsyncFiles at, Path name, String text, long device)
      throws InterruptedException {
    try {
      FileStat stat = at.lstat(name).await();
      if (stat.isDirectory()) {
        return removeTree(at, name, text, stat, device);
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
