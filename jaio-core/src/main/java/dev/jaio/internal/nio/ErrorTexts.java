package dev.jaio.internal.nio;

import dev.jaio.internal.abi.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of errors of which java.nio tells the text alone. The JDK has the text from the
 * system, which translates it for the locale of the process. So a text that is not the English one
 * is compared with those of the errors that can be brought about without doing anything: these are
 * made to happen, once, when the backend is used first. Others stay without a number in such a
 * locale.
 */
public final class ErrorTexts {

  /** Does something that fails. */
  private interface Failing {
    void run() throws IOException;
  }

  private static final class Translated {
    private static final int SEVERAL = -1;
    static final Map<String, Integer> NUMBERS = all();

    private static Map<String, Integer> all() {
      var numbers = new HashMap<String, Integer>();
      put(numbers, Errno.ENOTDIR, () -> open("/dev/null/x"));
      if (numbers.containsKey(Errno.message(Errno.ENOTDIR))) {
        return Map.of(); // English
      }
      put(numbers, Errno.EISDIR, () -> FileChannel.open(Path.of("/"), StandardOpenOption.WRITE));
      put(
          numbers,
          Errno.ELOOP,
          () -> FileChannel.open(Path.of("/proc/self"), LinkOption.NOFOLLOW_LINKS));
      put(numbers, Errno.ENAMETOOLONG, () -> open("/" + "x".repeat(300)));
      put(numbers, Errno.ENOSPC, () -> full(c -> c.write(ByteBuffer.allocate(1))));
      put(numbers, Errno.EINVAL, () -> full(c -> c.force(true)));
      put(numbers, Errno.EPIPE, Translated::breakAPipe);
      put(numbers, Errno.EBUSY, () -> rename("/.", "/..")); // neither can be renamed
      put(numbers, Errno.EXDEV, () -> rename("/proc/self/comm", "/dev/jaio"));
      put(numbers, Errno.EPERM, Translated::linkToADirectory);
      numbers.values().removeIf(n -> n == SEVERAL);
      return numbers;
    }

    private static void put(Map<String, Integer> numbers, int errno, Failing failing) {
      try {
        failing.run();
      } catch (FileSystemException e) {
        putText(numbers, errno, e.getReason());
      } catch (IOException e) {
        putText(numbers, errno, e.getMessage());
      }
    }

    private static void putText(Map<String, Integer> numbers, int errno, @Nullable String text) {
      if (text != null) {
        numbers.merge(
            Errno.withoutSuffix(text), errno, (_, _) -> SEVERAL); // as without descriptors
      }
    }

    private static void open(String path) throws IOException {
      FileChannel.open(Path.of(path)).close();
    }

    private interface OfChannel {
      void use(FileChannel channel) throws IOException;
    }

    private static void full(OfChannel use) throws IOException {
      try (var channel = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
        use.use(channel);
      }
    }

    private static void breakAPipe() throws IOException {
      var pipe = Pipe.open();
      pipe.source().close();
      try (var sink = pipe.sink()) {
        sink.write(ByteBuffer.allocate(1));
      }
    }

    private static void rename(String from, String to) throws IOException {
      Files.move(Path.of(from), Path.of(to), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void linkToADirectory() throws IOException {
      Path folder = Path.of(System.getProperty("java.io.tmpdir"));
      Files.createLink(folder.resolve("jaio-" + System.nanoTime()), folder);
    }
  }

  private ErrorTexts() {}

  /** Learns what errors are called here, and loads what there may be no descriptor for later. */
  static void learn() {
    var _ = number("");
  }

  /** The number of the error with this text, or 0 if it is not known. */
  public static int number(@Nullable String text) {
    int english = Errno.ofMessage(text);
    return english != 0 || text == null
        ? english
        : Translated.NUMBERS.getOrDefault(Errno.withoutSuffix(text), 0);
  }
}
