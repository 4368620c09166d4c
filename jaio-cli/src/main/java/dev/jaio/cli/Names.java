package dev.jaio.cli;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names as bytes, as paths, and as text.
 *
 * <p>The kernel's names are bytes. Inside the program a name is a {@link Path} where it goes to the
 * library, and a <em>text</em> where it is put together or shown: a string that holds UTF-8 as it
 * is and each byte that is not part of valid UTF-8 as a char of its own, 0xDC00 + byte. No valid
 * string contains such a char alone, so the translation is exact in both directions under every
 * locale.
 */
final class Names {

  private static final String ENCODING = System.getProperty("sun.jnu.encoding", "");

  /** Whether the locale shows UTF-8, so that characters beyond ASCII can be printed. */
  static final boolean UTF_8 = ENCODING.equalsIgnoreCase("UTF-8");

  /** Whether the locale leaves ASCII as it is, and nothing else decodes to it. */
  private static final boolean ASCII_EXACT =
      UTF_8
          || ENCODING.equalsIgnoreCase("ANSI_X3.4-1968")
          || ENCODING.equalsIgnoreCase("US-ASCII")
          || ENCODING.regionMatches(true, 0, "ISO-8859-", 0, 9);

  private static final char REPLACEMENT = '\uFFFD';
  private static final char ESCAPE = 0xDC00;
  private static final Path ROOT = Path.of("/");

  private Names() {}

  /** Whether a char of a text stands for a byte that is not part of valid UTF-8. */
  static boolean isEscape(String text, int index) {
    char c = text.charAt(index);
    return c >= (ESCAPE | 0x80)
        && c <= (ESCAPE | 0xFF)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }

  private static boolean hasEscape(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isEscape(text, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** The text of bytes. */
  static String text(byte[] bytes) {
    var string = new String(bytes, StandardCharsets.UTF_8);
    return string.indexOf(REPLACEMENT) < 0 ? string : escape(bytes);
  }

  private static String escape(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    var text = new StringBuilder(bytes.length);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    while (in.hasRemaining()) {
      CoderResult result = decoder.reset().decode(in, out, true);
      text.append(out.flip());
      out.clear();
      if (result.isMalformed()) {
        for (int i = 0; i < result.length(); i++) {
          text.append((char) (ESCAPE | (in.get() & 0xFF)));
        }
      }
    }
    return text.toString();
  }

  /** The bytes of a text. */
  static byte[] bytes(String text) {
    if (!hasEscape(text)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    var bytes = new ByteArrayOutputStream(text.length() + 16);
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isEscape(text, i)) {
        bytes.writeBytes(text.substring(from, i).getBytes(StandardCharsets.UTF_8));
        bytes.write(text.charAt(i));
        from = i + 1;
      }
    }
    bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  /** Whether the locale can express all bytes of a text, so that the JVM passes them on. */
  static boolean isExact(String text) {
    return isAscii(text) ? ASCII_EXACT : UTF_8 && !hasEscape(text);
  }

  /** The path that a text names. */
  static Path path(String text) {
    if (isExact(text)) {
      return Path.of(text);
    }
    byte[] bytes = bytes(text);
    boolean absolute = bytes[0] == '/';
    int length = bytes.length;
    while (length > 1 && bytes[length - 1] == '/') {
      length--; // Path.of(URI) takes only one off
    }
    var uri = new StringBuilder(3 * length + 10).append(absolute ? "file://" : "file:///");
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '/') {
        uri.append('/');
      } else {
        HexFormat.of().toHexDigits(uri.append('%'), bytes[i]);
      }
    }
    Path path = Path.of(URI.create(uri.toString()));
    return absolute ? path : path.subpath(0, path.getNameCount());
  }

  /** The text of a path. */
  static String text(Path path) {
    String string = path.toString();
    if (UTF_8 ? string.indexOf(REPLACEMENT) < 0 : ASCII_EXACT && isAscii(string)) {
      return string;
    }
    return text(exactBytes(path, string));
  }

  /** The bytes of a path. */
  static byte[] bytes(Path path) {
    String string = path.toString();
    if (UTF_8 ? string.indexOf(REPLACEMENT) < 0 : ASCII_EXACT && isAscii(string)) {
      return string.getBytes(StandardCharsets.UTF_8);
    }
    return exactBytes(path, string);
  }

  /** What {@code toString()} has lost, the URI has kept. */
  private static byte[] exactBytes(Path path, String string) {
    String uri = ROOT.resolve(path).toUri().getRawPath();
    int start = path.isAbsolute() ? 0 : 1;
    int end = uri.length();
    if (end > start + 1 && uri.endsWith("/") && !string.endsWith("/")) {
      end--; // toUri() marks a directory
    }
    var bytes = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      char c = uri.charAt(i);
      if (c == '%') {
        bytes[length++] = (byte) HexFormat.fromHexDigits(uri, i + 1, i + 3);
        i += 2;
      } else {
        bytes[length++] = (byte) c;
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  /** The text of a name in a directory, as {@code ls DIRECTORY} would show its path. */
  static String join(String directory, String name) {
    return directory.endsWith("/") ? directory + name : directory + '/' + name;
  }

  /** The last component of a text, without the slashes that follow it; "/" for the root. */
  static String lastComponent(String text) {
    int end = text.length();
    while (end > 1 && text.charAt(end - 1) == '/') {
      end--;
    }
    int start = text.lastIndexOf('/', end - 1);
    return start >= 0 && end > 1 ? text.substring(start + 1, end) : text.substring(0, end);
  }

  /** Compares names as bytes, as {@code LC_ALL=C} does. */
  static int compare(String a, String b) {
    return isAscii(a) && isAscii(b) ? a.compareTo(b) : Arrays.compareUnsigned(bytes(a), bytes(b));
  }
}
