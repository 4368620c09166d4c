package dev.jaio.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a command for each file that was found, or, with a +, for many at a time: {@code -exec}. */
final class FindExec implements FindTest {

  private static final String NAME = "{}";

  /** How many bytes of names one command gets. */
  private static final int MOST_BYTES = 1 << 16;

  private final Session session;
  private final List<String> command;
  private final boolean many;
  private final List<String> names = new ArrayList<>();
  private int bytes;

  private FindExec(Session session, List<String> command, boolean many) {
    this.session = session;
    this.command = command;
    this.many = many;
  }

  /** The index of what ends a command that begins at an index. */
  static int end(List<String> words, int start) {
    int end = start;
    while (end < words.size() && !words.get(end).equals(";") && !isPlus(words, start, end)) {
      end++;
    }
    if (end == words.size()) {
      throw new Tool.UsageException("missing argument to `-exec'");
    }
    if (end == start) {
      throw new Tool.UsageException("invalid argument `;' to `-exec'");
    }
    return end;
  }

  private static boolean isPlus(List<String> words, int start, int index) {
    return index > start && words.get(index).equals("+") && words.get(index - 1).contains(NAME);
  }

  /** A command, without what ends it. */
  static FindExec of(Session session, List<String> command, boolean many) {
    if (!many) {
      return new FindExec(session, command, false);
    }
    if (command.stream().filter(w -> w.contains(NAME)).count() > 1) {
      throw new Tool.UsageException("Only one instance of {} is supported with -exec ... +");
    }
    String last = command.getLast();
    if (!last.equals(NAME)) {
      throw new Tool.UsageException(
          "In '-exec ... {} +' the '{}' must appear by itself, but you specified "
              + Quoting.always(last));
    }
    return new FindExec(session, command.subList(0, command.size() - 1), true);
  }

  @Override
  public boolean matches(Candidate file) {
    String path = file.path();
    if (!many) {
      return run(command.stream().map(w -> w.replace(NAME, path)).toList());
    }
    int size = Names.bytes(path).length + 1;
    if (bytes + size > MOST_BYTES) {
      finish();
    }
    names.add(path);
    bytes += size;
    return true;
  }

  /** Runs the command for the files that are left. */
  void finish() {
    if (names.isEmpty()) {
      return;
    }
    List<String> words = new ArrayList<>(command);
    words.addAll(names);
    names.clear();
    bytes = 0;
    if (!run(words)) {
      session.fail(1);
    }
  }

  private boolean run(List<String> words) {
    try {
      return Child.run(session, words) == 0;
    } catch (IOException e) {
      session.warn(Quoting.always(words.getFirst()) + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
