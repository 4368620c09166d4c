package dev.jaio.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments of the process as {@linkplain Names texts}. The JVM decodes them by the locale and
 * loses bytes that the locale lacks; the kernel still has them.
 */
final class Arguments {

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private Arguments() {}

  /** The arguments of {@code main}, exact to the byte. */
  static String[] exact(String[] decoded) {
    for (String argument : decoded) {
      for (int i = 0; i < argument.length(); i++) {
        if (argument.charAt(i) >= 0x80) {
          return fromKernel(decoded);
        }
      }
    }
    return decoded;
  }

  private static String[] fromKernel(String[] decoded) {
    byte[] raw;
    try {
      raw = Files.readAllBytes(COMMAND_LINE);
    } catch (IOException e) {
      return decoded; // no /proc: the names that the locale can express are right
    }
    List<String> all = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == 0) {
        all.add(Names.text(Arrays.copyOfRange(raw, start, i)));
        start = i + 1;
      }
    }
    int first = all.size() - decoded.length;
    return first < 1 ? decoded : all.subList(first, all.size()).toArray(new String[0]);
  }
}
