package dev.jaio.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A directory in which files are looked for. */
final class FindNode extends TreeNode<FindNode> {

  private final @Nullable String rootText;

  /** What is in it, in the order of the directory: nodes and other entries. */
  final List<Object> items = new ArrayList<>();

  /** The next of the items to be looked at; -1 is the directory itself. */
  int cursor = -1;

  /** Whether everything of the directory itself is known. */
  boolean complete;

  /** Whether what is in it is not looked at. */
  boolean closed;

  /** Whether nothing was found in it. */
  boolean empty = true;

  /** Whether it is gone, and so no match. */
  boolean gone;

  /** What to say when it is its turn. */
  @Nullable String complaint;

  FindNode(@Nullable FindNode parent, Path name, @Nullable String rootText) {
    super(parent, name);
    this.rootText = rootText;
  }

  @Override
  String rootText() {
    return Objects.requireNonNull(rootText);
  }
}
