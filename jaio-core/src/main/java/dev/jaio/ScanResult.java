package dev.jaio;

import java.util.List;

/**
 * What {@link AsyncFiles#scandir} found: the entries of a directory, none of them of {@link
 * FileType#UNKNOWN unknown} type unless it vanished meanwhile. The names are relative to the
 * directory.
 *
 * @param directories the directories, unmodifiable
 * @param others everything else, symbolic links to directories included, unmodifiable
 */
public record ScanResult(List<DirEntry> directories, List<DirEntry> others) {

  /** Copies the lists, unless they are unmodifiable already. */
  public ScanResult {
    directories = List.copyOf(directories);
    others = List.copyOf(others);
  }
}
