package dev.jaio.cli;

import org.jspecify.annotations.Nullable;

/**
 * The directories of a walk that are not listed yet, in pre-order. A directory that is started
 * keeps its place, in front of which its children go, until nothing more is found in it.
 *
 * @param <N> the node of the command
 */
final class WaitingList<N extends TreeNode<N>> {

  private @Nullable N first;
  private @Nullable N last;

  /** The first in pre-order, or null. */
  @Nullable N first() {
    return first;
  }

  /** Inserts a directory in front of another, or at the end. */
  void insert(N node, @Nullable N before) {
    N after = before == null ? last : before.previous;
    node.previous = after;
    node.next = before;
    if (after == null) {
      first = node;
    } else {
      after.next = node;
    }
    if (before == null) {
      last = node;
    } else {
      before.previous = node;
    }
    node.inList = true;
  }

  /** Removes a directory, if it is in the list. */
  void remove(N node) {
    if (!node.inList) {
      return;
    }
    N before = node.previous;
    N after = node.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    node.previous = null;
    node.next = null;
    node.inList = false;
  }
}
