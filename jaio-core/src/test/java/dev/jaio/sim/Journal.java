package dev.jaio.sim;

import dev.jaio.internal.posix.Memory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of each call and entry that names a file or works on an open one, for those that a test
 * watches. They are told apart by the last part of the path, up to a dot: what works on "7.a" and
 * "7.b" is one thing.
 */
final class Journal {

  /**
   * An answer of the kernel.
   *
   * @param real whether the system has given it; else nothing was carried out
   */
  record Answer(int result, boolean real) {}

  private final Map<String, List<Answer>> answers = new HashMap<>();
  private final Map<Integer, String> descriptors = new HashMap<>();

  /** Watches what has a name from now on. */
  synchronized void watch(String key) {
    answers.put(key, new ArrayList<>());
  }

  synchronized boolean isWatched(String key) {
    return answers.containsKey(key);
  }

  /** What has been answered since the last look. */
  synchronized List<Answer> take(String key) {
    List<Answer> list = answers.get(key);
    List<Answer> taken = List.copyOf(list);
    list.clear();
    return taken;
  }

  // ------------------------------------------------------------------ the kernel

  /** What a path names, or else a descriptor; null if it has none. */
  synchronized String key(long path, int fd) {
    int length = 0;
    int begin = 0;
    int end = -1;
    for (; Memory.getByte(path + length) != 0; length++) {
      switch (Memory.getByte(path + length)) {
        case '/' -> {
          begin = length + 1;
          end = -1;
        }
        case '.' -> end = end < 0 ? length : end;
        default -> {}
      }
    }
    if (length == 0) {
      return descriptors.get(fd);
    }
    var name = new byte[(end < 0 ? length : end) - begin];
    Memory.copy(path + begin, name, 0, name.length);
    return new String(name, StandardCharsets.UTF_8);
  }

  /** What a descriptor is of, or null. */
  synchronized String key(int fd) {
    return descriptors.get(fd);
  }

  synchronized void opened(int fd, String key) {
    if (fd >= 0 && answers.containsKey(key)) {
      descriptors.put(fd, key);
    }
  }

  synchronized void closed(int fd) {
    descriptors.remove(fd);
  }

  synchronized void answered(String key, int result, boolean real) {
    List<Answer> list = answers.get(key);
    if (list != null) {
      list.add(new Answer(result, real));
    }
  }
}
