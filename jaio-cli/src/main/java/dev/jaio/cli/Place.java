package dev.jaio.cli;

import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A name and where it starts: in an open directory, or, for what was given, where the process is.
 *
 * @param files submits relative to that
 * @param directory the open directory, or null
 * @param name the name
 * @param text how it is shown
 */
record Place(
    AsyncFiles files,
    @Nullable AsyncDirectory directory,
    Path name,
    java.util.function.Supplier<String> text) {

  String quoted() {
    return Quoting.always(text.get());
  }
}
