package dev.jaio.cli;

import dev.jaio.FileStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the process may do to files, as far as their modes tell. */
final class Privileges {

  private static final Privileges ALL = new Privileges(0, Set.of(), true);

  private static final int DAC_OVERRIDE = 1;
  private static final int USER_WRITE = 0200;
  private static final int GROUP_WRITE = 0020;
  private static final int OTHERS_WRITE = 0002;

  private final int user;
  private final Set<Integer> groups;
  private final boolean all;

  private Privileges(int user, Set<Integer> groups, boolean all) {
    this.user = user;
    this.groups = groups;
    this.all = all;
  }

  /** Those of this process; where there is no /proc, all. */
  static Privileges own() {
    try {
      return of(Files.readAllLines(Path.of("/proc/self/status")));
    } catch (IOException e) {
      return ALL;
    }
  }

  /** Those that a status file of /proc tells of. */
  static Privileges of(List<String> status) {
    int user = 0;
    Set<Integer> groups = new HashSet<>();
    boolean all = false;
    for (String line : status) {
      String[] words = line.split("\\s+", -1);
      switch (words[0]) {
        case "Uid:" -> user = id(words[2]); // the effective one
        case "Gid:" -> groups.add(id(words[2]));
        case "Groups:" -> {
          for (int i = 1; i < words.length && !words[i].isEmpty(); i++) {
            groups.add(id(words[i]));
          }
        }
        case "CapEff:" -> all = (Long.parseUnsignedLong(words[1], 16) >>> DAC_OVERRIDE & 1) != 0;
        default -> {}
      }
    }
    return new Privileges(user, groups, all);
  }

  private static int id(String number) {
    return Integer.parseUnsignedInt(number);
  }

  /** Whether modes keep it from nothing. */
  boolean areAll() {
    return all;
  }

  /** Whether a file must not be written; of a link nobody asks that. */
  boolean isProtected(FileStat stat) {
    int bit =
        stat.uid() == user ? USER_WRITE : groups.contains(stat.gid()) ? GROUP_WRITE : OTHERS_WRITE;
    return !all && !stat.isSymbolicLink() && (stat.permissionBits() & bit) == 0;
  }
}
