package dev.jaio.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands by name. Only the class of the one that is asked for is loaded. */
final class Commands {

  /** In the order of the help. */
  static final List<String> NAMES =
      List.of("ls", "stat", "du", "find", "cat", "cp", "mv", "rm", "bench", "doctor");

  private Commands() {}

  /** A new command, or null if none has that name. */
  static @Nullable Tool create(String name) {
    return switch (name) {
      case "bench" -> new BenchCommand();
      case "cat" -> new CatCommand();
      case "cp" -> new CpCommand();
      case "doctor" -> new DoctorCommand();
      case "du" -> new DuCommand();
      case "find" -> new FindCommand();
      case "ls" -> new LsCommand();
      case "mv" -> new MvCommand();
      case "rm" -> new RmCommand();
      case "stat" -> new StatCommand();
      default -> null;
    };
  }
}
