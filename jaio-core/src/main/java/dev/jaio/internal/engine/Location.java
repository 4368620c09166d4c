package dev.jaio.internal.engine;

import java.nio.file.Path;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Where something was opened: a path, and the open directory it is relative to, if any. The whole
 * path is put together when somebody asks for it: for who goes down a tree by names alone, to do it
 * at each level would cost ever more.
 */
public final class Location {

  private final @Nullable Location directory;
  private final Path path;
  private @Nullable Path whole; // racy on purpose: every thread comes to an equal one

  /** A path, relative to where a directory was opened. */
  public Location(@Nullable Handle directory, Path path) {
    this.directory = directory == null || path.isAbsolute() ? null : directory.location();
    this.path = path;
  }

  /** The whole path. */
  public Path path() {
    Path known = whole;
    if (known != null) {
      return known;
    }
    var names = new ArrayDeque<Path>();
    Location at = this;
    Path joined = null; // read once: a race could show it and then not
    for (Location d = at.directory; d != null && joined == null; d = at.directory) {
      names.push(at.path);
      at = d;
      joined = at.whole;
    }
    joined = joined == null ? at.path : joined;
    for (Path each : names) {
      joined = joined.resolve(each);
    }
    whole = joined;
    return joined;
  }
}
