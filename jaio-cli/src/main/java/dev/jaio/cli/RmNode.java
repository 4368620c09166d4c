package dev.jaio.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A directory that is removed. */
final class RmNode extends TreeNode<RmNode> {

  private final @Nullable String rootText;

  /** Whether something in it could not be removed, so that it has to stay; said already. */
  boolean stays;

  /** Whether there is nothing to remove any more. */
  boolean gone;

  /** Whether the user was asked whether to go into it, and said no. */
  boolean asked;

  boolean declined;

  /** Why it could not be opened, though it may be possible to remove it. */
  @Nullable Throwable unreadable;

  RmNode(@Nullable RmNode parent, Path name, @Nullable String rootText) {
    super(parent, name);
    this.rootText = rootText;
  }

  @Override
  String rootText() {
    return Objects.requireNonNull(rootText);
  }
}
