package dev.jaio.cli;

import dev.jaio.FileStat;
import dev.jaio.FileType;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that is listed. */
final class LsEntry {

  final Path path;

  /** How it is shown. */
  final String text;

  FileType type;
  long inode;
  @Nullable FileStat stat;

  /** Where a symbolic link leads. */
  @Nullable String target;

  /** What it leads to; null if that is not wanted or not there. */
  @Nullable FileStat targetStat;

  LsEntry(Path path, String text, FileType type, long inode) {
    this.path = path;
    this.text = text;
    this.type = type;
    this.inode = inode;
  }

  void stat(FileStat found) {
    stat = found;
    type = found.type();
    inode = found.ino();
  }

  long size() {
    FileStat s = stat;
    return s == null ? 0 : s.size();
  }

  FindTime.Moment time(FindTime which) {
    FileStat s = stat;
    return s == null ? new FindTime.Moment(0, 0) : which.in(s);
  }
}
