package dev.jaio.internal.posix;

import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.abi.Limits;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The exact translation between a {@link Path} of the default file system and the bytes the kernel
 * knows a file by, under every locale.
 *
 * <p>A path holds bytes, but {@code toString()} shows them decoded with {@code sun.jnu.encoding},
 * which loses what that encoding lacks. What is lost survives in {@code toUri()}, and {@code
 * Path.of(URI)} takes it back; both are slow, and {@code toUri()} looks at the file. So a string is
 * used where it is known to be exact, which is nearly always, and the URI otherwise.
 */
public final class PathBytes {

  private static final String ENCODING = System.getProperty("sun.jnu.encoding", "");
  private static final boolean UTF_8 = ENCODING.equalsIgnoreCase("UTF-8");

  /**
   * Whether an ASCII string can only come from the same ASCII bytes. Not so under Shift-JIS, for
   * one, where two byte sequences decode to a backslash.
   */
  private static final boolean ASCII_EXACT =
      UTF_8
          || ENCODING.equalsIgnoreCase("ANSI_X3.4-1968")
          || ENCODING.equalsIgnoreCase("US-ASCII")
          || ENCODING.regionMatches(true, 0, "ISO-8859-", 0, 9);

  /** What fits into a slot whatever its characters: UTF-8 takes at most three bytes for a char. */
  private static final int SHORT = (Limits.PATH_MAX - 1) / 3;

  private static final char REPLACEMENT = '\uFFFD';
  private static final HexFormat HEX = HexFormat.of();
  private static final Path ROOT = Path.of("/");

  /** Returned by the forms that end in Now: the bytes are not known without a look at the file. */
  public static final int INEXACT = Integer.MIN_VALUE;

  private static final int TOO_LONG = -Errno.ENAMETOOLONG;
  private static final boolean RESOLVE_RELATIVE = resolveRelative();

  private PathBytes() {}

  /**
   * Writes the bytes of a path and a NUL, with the meaning that {@link Files} gives a path: the
   * empty path is the current directory, and a relative path is relative to {@code user.dir} where
   * that was set to something else than the working directory.
   *
   * @param address room for {@link Limits#PATH_MAX} bytes
   * @return the number of bytes without the NUL, or {@code -ENAMETOOLONG}
   */
  public static int encode(Path path, long address) {
    if (RESOLVE_RELATIVE && !path.isAbsolute()) {
      return encodeAt(path.toAbsolutePath(), address);
    }
    return encodeAt(path, address);
  }

  /**
   * As {@link #encode}, for a path that is relative to an open directory: {@code user.dir} plays no
   * part, and the empty path is that directory.
   */
  public static int encodeAt(Path path, long address) {
    int length = encodeTarget(path, address);
    return length == 0 ? putDot(address) : length;
  }

  /** As {@link #encode}, for the text of a symbolic link: the bytes as they are, possibly none. */
  public static int encodeTarget(Path path, long address) {
    String string = path.toString();
    int length = encodeString(string, address);
    return length == INEXACT ? encodeExactly(path, string, address) : length;
  }

  /** As {@link #encode}, if that is possible without a look at the file; else INEXACT. */
  public static int encodeNow(Path path, long address) {
    boolean resolved = RESOLVE_RELATIVE && !path.isAbsolute();
    return encodeAtNow(resolved ? path.toAbsolutePath() : path, address);
  }

  /** As {@link #encodeAt}, if that is possible without a look at the file; else INEXACT. */
  public static int encodeAtNow(Path path, long address) {
    int length = encodeTargetNow(path, address);
    return length == 0 ? putDot(address) : length;
  }

  /** As {@link #encodeTarget}, if that is possible without a look at the file; else INEXACT. */
  public static int encodeTargetNow(Path path, long address) {
    return encodeString(path.toString(), address);
  }

  private static int putDot(long address) {
    Memory.putByte(address, (byte) '.');
    Memory.putByte(address + 1, (byte) 0);
    return 1;
  }

  /** The bytes of a string that stands for them alone, else {@link #INEXACT}. */
  private static int encodeString(String string, long address) {
    int length = string.length();
    if (length >= Limits.PATH_MAX) {
      return TOO_LONG;
    }
    if (ASCII_EXACT && length <= SHORT) {
      Memory.ALL.setString(address, string, StandardCharsets.UTF_8); // allocates nothing for ASCII
      if (Memory.getByte(address + length) == 0) {
        return length; // as many bytes as chars: all of it is ASCII
      }
    }
    if (ASCII_EXACT) {
      byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
      if (bytes.length == length || (UTF_8 && string.indexOf(REPLACEMENT) < 0)) {
        return put(bytes, address);
      }
    }
    return INEXACT;
  }

  /** The path with a single name, given as the bytes of a directory entry. */
  public static Path decodeName(byte[] bytes) {
    return decode(bytes);
  }

  /**
   * The path given as {@code length} bytes, absolute or relative, as it is read from a symbolic
   * link. As with {@link Path#of(String, String...)} doubled slashes become one and a trailing one
   * goes, so what has to stay the same to the byte is better copied without a path.
   */
  public static Path decodePath(long address, int length) {
    var bytes = new byte[length];
    Memory.copy(address, bytes, 0, length);
    return decode(bytes);
  }

  /**
   * The path that says what a symbolic link is to say, with a slash at its end if there is one. Of
   * several slashes in a row only one is in the path.
   *
   * @throws IllegalArgumentException there is a NUL in it
   */
  public static Path decodeTarget(byte[] text) {
    int last = text.length - 1;
    return last > 0 && text[last] == '/' ? decodeExactly(text, true) : decode(text);
  }

  private static Path decode(byte[] bytes) {
    Path path = decodeString(bytes);
    return path != null ? path : decodeExactly(bytes, false);
  }

  /** The bytes of a path, without native memory. */
  public static byte[] bytes(Path path) {
    String string = path.toString();
    byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
    boolean exact =
        UTF_8 ? string.indexOf(REPLACEMENT) < 0 : ASCII_EXACT && bytes.length == string.length();
    return exact ? bytes : exactBytes(path, string);
  }

  private static int encodeExactly(Path path, String string, long address) {
    return put(exactBytes(path, string), address);
  }

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

  /** As {@link #encodeTarget}, of bytes that are encoded already. */
  public static int put(byte[] bytes, long address) {
    int length = bytes.length;
    if (length >= Limits.PATH_MAX) {
      return TOO_LONG;
    }
    Memory.copy(bytes, 0, address, length);
    Memory.putByte(address + length, (byte) 0);
    return length;
  }

  /** The path by its string, or null where a string does not stand for these bytes alone. */
  private static @Nullable Path decodeString(byte[] bytes) {
    if (UTF_8) {
      var string = new String(bytes, StandardCharsets.UTF_8);
      return string.indexOf(REPLACEMENT) < 0 ? Path.of(string) : null;
    }
    if (!ASCII_EXACT) {
      return null;
    }
    for (byte b : bytes) {
      if (b < 0) {
        return null;
      }
    }
    return Path.of(new String(bytes, StandardCharsets.US_ASCII));
  }

  private static Path decodeExactly(byte[] bytes, boolean keepSlash) {
    if (bytes.length == 0) {
      return Path.of("");
    }
    boolean absolute = bytes[0] == '/';
    int length = bytes.length;
    while (length > 1 && bytes[length - 1] == '/') {
      length--; // Path.of(URI) takes only one off
    }
    var uri = new StringBuilder(3 * length + 10).append(absolute ? "file://" : "file:///");
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      if (b == '/') {
        uri.append('/');
      } else {
        HEX.toHexDigits(uri.append('%'), b);
      }
    }
    if (keepSlash && bytes[length - 1] != '/') {
      uri.append("%2F"); // not escaped it would be taken off
    }
    Path path = Path.of(URI.create(uri.toString()));
    return absolute ? path : path.subpath(0, path.getNameCount());
  }

  /**
   * Whether {@link Files} resolves relative paths itself, as it does when {@code user.dir} is not
   * the working directory. If that cannot be told it is assumed, which is right in both cases.
   */
  private static boolean resolveRelative() {
    try {
      Path working = Files.readSymbolicLink(Path.of("/proc/self/cwd"));
      return !working.equals(Path.of("").toAbsolutePath());
    } catch (IOException | RuntimeException e) {
      return true;
    }
  }
}
