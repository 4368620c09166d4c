package dev.jaio.internal.engine;

/**
 * What has been delivered and still counts as outstanding, until the end of the poll: so the count
 * is changed once for all of them, and a request that is submitted meanwhile takes the place of one
 * that has ended, without changing it. Too high a count only lets others wait until the poll is
 * over, for whose present request they wait as well. The owner's of delivery.
 */
final class Places {

  private int left;

  /** One has been delivered. */
  void leave() {
    left++;
  }

  /** One is submitted. True if it takes a place that was left. */
  boolean take() {
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }

  /** How many places are given up now. */
  int giveUp() {
    int n = left;
    left = 0;
    return n;
  }

  /** How many there are. Any thread, a guess. */
  int left() {
    return left;
  }
}
