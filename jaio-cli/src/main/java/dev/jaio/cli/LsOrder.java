package dev.jaio.cli;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In which order {@code ls} shows files. */
enum LsOrder {
  NAME,
  TIME,
  SIZE,
  EXTENSION,
  VERSION,
  NONE;

  private static final Comparator<LsEntry> BY_NAME = (a, b) -> Names.compare(a.text, b.text);

  /** The order that an argument of --sort asks for. */
  static LsOrder of(String word) {
    List<List<String>> words =
        List.of(
            List.of("none"),
            List.of("time"),
            List.of("size"),
            List.of("extension"),
            List.of("version"));
    return switch (Choice.of("--sort", word, words)) {
      case 0 -> NONE;
      case 1 -> TIME;
      case 2 -> SIZE;
      case 3 -> EXTENSION;
      default -> VERSION;
    };
  }

  /** Sorts files; those that are equal by name. */
  void sort(List<LsEntry> entries, boolean reverse, FindTime time) {
    Comparator<LsEntry> comparator = comparator(time);
    if (comparator != null) {
      entries.sort(reverse ? comparator.reversed() : comparator);
    }
  }

  private @Nullable Comparator<LsEntry> comparator(FindTime time) {
    return switch (this) {
      case NAME -> BY_NAME;
      case TIME ->
          Comparator.comparing((LsEntry e) -> e.time(time)).reversed().thenComparing(BY_NAME);
      case SIZE -> Comparator.comparingLong(LsEntry::size).reversed().thenComparing(BY_NAME);
      case EXTENSION ->
          Comparator.comparing((LsEntry e) -> extension(e.text), Names::compare)
              .thenComparing(BY_NAME);
      case VERSION ->
          Comparator.comparing((LsEntry e) -> Names.bytes(e.text), Versions::compare)
              .thenComparing(BY_NAME);
      case NONE -> null;
    };
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot);
  }
}
