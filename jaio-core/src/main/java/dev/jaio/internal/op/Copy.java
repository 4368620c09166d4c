package dev.jaio.internal.op;

import dev.jaio.AsyncFiles;
import dev.jaio.Request;
import dev.jaio.internal.engine.OpType;
import java.nio.file.CopyOption;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Copies a file or, not followed, a symbolic link: chooses which. */
public final class Copy {

  static final OpType TYPE = OpType.quick("copy");

  private Copy() {}

  /** Starts it. */
  public static Request<Long> submit(
      AsyncFiles files, Path source, Path target, CopyOption... options) {
    boolean replace = false;
    boolean follow = true;
    for (CopyOption option : List.of(options)) {
      if (option == StandardCopyOption.REPLACE_EXISTING) {
        replace = true;
      } else if (option == LinkOption.NOFOLLOW_LINKS) {
        follow = false;
      } else if (option != StandardCopyOption.COPY_ATTRIBUTES) {
        throw new UnsupportedOperationException(option + " is not supported by copy");
      }
    }
    return new CopySteps(
            files, PathTask.check(source), PathTask.check(target), replace, follow, false)
        .start();
  }

  /** Starts what a move does across file systems: a link is not followed, the copy is durable. */
  static Request<Long> submit(AsyncFiles files, Path source, Path target, boolean replace) {
    return new CopySteps(files, source, target, replace, false, true).start();
  }
}
