package dev.jaio.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects output and writes it in large pieces. Names go out as the bytes they are. */
final class ByteOutput {

  private static final int SIZE = 1 << 15;

  private final OutputStream stream;
  private byte[] buffer = new byte[SIZE];
  private int length;
  private boolean optional;
  private @Nullable OutputFailure failure;

  ByteOutput(OutputStream stream) {
    this.stream = stream;
  }

  /**
   * What is written only tells what is done, which goes on when it cannot be told. That it could
   * not is a matter for {@link #finish}. A reader that is gone still is a reason to stop.
   */
  void isOptional() {
    optional = true;
  }

  private void need(int room) {
    if (buffer.length - length < room) {
      flush();
      if (buffer.length < room) {
        buffer = new byte[room];
      }
    }
  }

  ByteOutput put(char ascii) {
    need(1);
    buffer[length++] = (byte) ascii;
    return this;
  }

  /** A {@linkplain Names text}. */
  @SuppressWarnings("deprecation") // String.getBytes of the lower halves: ASCII, checked before
  ByteOutput put(String text) {
    int n = text.length();
    for (int i = 0; i < n; i++) {
      if (text.charAt(i) >= 0x80) {
        return put(Names.bytes(text));
      }
    }
    need(n);
    text.getBytes(0, n, buffer, length);
    length += n;
    return this;
  }

  ByteOutput put(byte[] bytes) {
    return put(bytes, 0, bytes.length);
  }

  ByteOutput put(byte[] bytes, int from, int count) {
    need(count);
    System.arraycopy(bytes, from, buffer, length, count);
    length += count;
    return this;
  }

  ByteOutput put(Path path) {
    return put(Names.text(path));
  }

  ByteOutput put(long number) {
    need(20);
    if (number < 0) {
      return put(Long.toString(number));
    }
    int start = length;
    long rest = number;
    do {
      buffer[length++] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    for (int i = start, j = length - 1; i < j; i++, j--) {
      byte b = buffer[i];
      buffer[i] = buffer[j];
      buffer[j] = b;
    }
    return this;
  }

  /** Puts a text to the right or left of a column. */
  ByteOutput pad(String text, int width, boolean right) {
    if (right) {
      spaces(width - text.length());
    }
    put(text);
    if (!right) {
      spaces(width - text.length());
    }
    return this;
  }

  ByteOutput spaces(int count) {
    if (count > 0) {
      need(count);
      Arrays.fill(buffer, length, length + count, (byte) ' ');
      length += count;
    }
    return this;
  }

  /** Hands everything to the system. */
  void flush() {
    try {
      if (failure == null) {
        stream.write(buffer, 0, length);
        stream.flush();
      }
    } catch (IOException e) {
      var failed = new OutputFailure(e);
      if (!optional || failed.isBrokenPipe()) {
        throw failed;
      }
      failure = failed;
    } finally {
      length = 0;
    }
  }

  /** Hands everything to the system, and says whether something got lost before. */
  void finish() {
    flush();
    if (failure != null) {
      throw failure;
    }
  }

  /** The output cannot be written; nothing is left to do for the command. */
  static final class OutputFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutputFailure(IOException cause) {
      super(cause.getMessage(), cause);
    }

    /** Whether nobody reads any more, as in {@code jaio find | head}. */
    boolean isBrokenPipe() {
      String text = getMessage();
      return text != null && (text.equals("Broken pipe") || text.equals(ofABrokenPipe()));
    }

    /** The JDK has the text from the system, which translates it. */
    private static @Nullable String ofABrokenPipe() {
      try {
        var pipe = Pipe.open();
        pipe.source().close();
        try (var sink = pipe.sink()) {
          sink.write(ByteBuffer.allocate(1));
        }
        return null;
      } catch (IOException e) {
        return e.getMessage();
      }
    }
  }
}
