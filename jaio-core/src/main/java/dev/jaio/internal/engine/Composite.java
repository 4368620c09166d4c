package dev.jaio.internal.engine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a group is to the program: one operation that is made of others, or nothing but a group. */
public record Composite(OpType type, @Nullable Path path, @Nullable Path otherPath) {

  /** A group of the program's own. */
  public static final Composite GROUP = new Composite(OpType.quick("group"), null, null);
}
