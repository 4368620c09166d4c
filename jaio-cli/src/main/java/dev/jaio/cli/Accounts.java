package dev.jaio.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of users and groups, from the files of the system. */
final class Accounts {

  private final Path file;
  private @Nullable Map<Integer, String> names;
  private final Map<String, Integer> ids = new HashMap<>();

  private Accounts(String file) {
    this.file = Path.of(file);
  }

  static Accounts users() {
    return new Accounts("/etc/passwd");
  }

  static Accounts groups() {
    return new Accounts("/etc/group");
  }

  /** The name of an id, or null. */
  @Nullable String find(int id) {
    return names().get(id);
  }

  /** The id of a name, or null. */
  @Nullable Integer id(String name) {
    names();
    return ids.get(name);
  }

  private Map<Integer, String> names() {
    Map<Integer, String> known = names;
    if (known == null) {
      known = read();
      names = known;
    }
    return known;
  }

  /** The name of an id, or the id. */
  String name(int id) {
    String found = find(id);
    return found != null ? found : Integer.toUnsignedString(id);
  }

  private Map<Integer, String> read() {
    Map<Integer, String> found = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        String[] fields = line.split(":", -1);
        if (fields.length > 2 && fields[2].matches("[0-9]{1,10}")) {
          int id = (int) Long.parseLong(fields[2]);
          found.putIfAbsent(id, fields[0]);
          ids.putIfAbsent(fields[0], id);
        }
      }
    } catch (IOException e) {
      return found; // numbers will do
    }
    return found;
  }
}
