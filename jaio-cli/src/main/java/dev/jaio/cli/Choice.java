package dev.jaio.cli;

import java.util.List;

/** One of several words as the argument of an option; the beginning of one will do. */
final class Choice {

  private Choice() {}

  /**
   * Which of the words is meant.
   *
   * @param option what the argument is for, as it is shown
   * @param words each with its synonyms
   * @return the index in the words
   */
  static int of(String option, String given, List<List<String>> words) {
    int found = -1;
    boolean ambiguous = false;
    for (int i = 0; i < words.size(); i++) {
      for (String each : words.get(i)) {
        if (each.equals(given)) {
          return i;
        }
        if (each.startsWith(given)) {
          ambiguous |= found >= 0 && found != i;
          found = i;
        }
      }
    }
    if (found >= 0 && !ambiguous) {
      return found;
    }
    var message = new StringBuilder(ambiguous ? "ambiguous" : "invalid").append(" argument ");
    message.append(Quoting.always(given)).append(" for ").append(Quoting.always(option));
    message.append("\nValid arguments are:");
    for (List<String> synonyms : words) {
      message.append("\n  - '").append(String.join("', '", synonyms)).append('\'');
    }
    throw Tool.UsageException.ofArgument(message.toString());
  }
}
