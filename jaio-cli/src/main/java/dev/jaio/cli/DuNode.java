package dev.jaio.cli;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A directory whose space is counted. */
final class DuNode extends TreeNode<DuNode> {

  /** Where the output of the operand begins; only in the node of the operand. */
  final @Nullable String rootText;

  /** What has been read of the directory, in order, and is to be settled. */
  final Deque<DuWalk.Piece> pieces = new ArrayDeque<>();

  /** The directories in it, and the links that were followed, in the same order. */
  final Deque<Object> special = new ArrayDeque<>();

  /** Whether everything of the directory itself is known. */
  boolean complete;

  /** Whether the directory does not count: on another device, or counted before. */
  boolean excluded;

  /** What to say when it is its turn. */
  @Nullable String complaint;

  /** The directory itself. */
  final DuSum own = new DuSum();

  /** What is in it and no directory. */
  final DuSum ofFiles = new DuSum();

  /** The directories in it with everything below. */
  final DuSum ofDirectories = new DuSum();

  DuNode(@Nullable DuNode parent, Path name, @Nullable String rootText) {
    super(parent, name);
    this.rootText = rootText;
  }

  @Override
  String rootText() {
    return Objects.requireNonNull(rootText);
  }
}
