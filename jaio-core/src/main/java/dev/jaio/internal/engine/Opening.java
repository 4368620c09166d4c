package dev.jaio.internal.engine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A request that opens a file by its name, which may wait for a file system of which nothing is
 * known: a server may have to be asked although the name is cached.
 */
public interface Opening {

  /** The name. */
  Path path();

  /** The directory that it is relative to, or null. */
  @Nullable Handle directory();

  /**
   * Whether two requests may be carried out in one call to a ring, in which the one waits for
   * whatever keeps the other. What opens nothing is told not to wait, and never shares a call with
   * what does; files are opened together if their directories are in one directory, and so most
   * likely on one file system.
   */
  static boolean mayShareCall(Task<?> a, Task<?> b) {
    if (a instanceof Opening x && b instanceof Opening y) {
      return x.directory() == y.directory() && isInOnePlace(x.path(), y.path());
    }
    return !(a instanceof Opening) && !(b instanceof Opening);
  }

  private static boolean isInOnePlace(Path a, Path b) {
    String one = a.toString();
    String other = b.toString();
    int length = placeLength(one);
    return length == placeLength(other) && one.regionMatches(0, other, 0, length);
  }

  /** How much of a name is the directory that its directory is in. */
  private static int placeLength(String name) {
    int directory = name.lastIndexOf('/');
    return directory < 0 ? 0 : name.lastIndexOf('/', directory - 1) + 1;
  }
}
