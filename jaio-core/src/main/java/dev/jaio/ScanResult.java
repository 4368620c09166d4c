package dev.jaio;

import java.util.List;

/**
 * The result of {@link AsyncFiles#scandir}: the entries of a directory. None has an {@link
 * FileType#UNKNOWN unknown} type unless it was removed meanwhile. Names are relative to the
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
