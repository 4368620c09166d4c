package dev.jaio.cli;

/** A set of numbers, open addressing, for inode numbers of one device. */
final class LongSet {

  private static final int FIRST_SIZE = 1 << 8;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private long[] table = new long[FIRST_SIZE]; // 0: free
  private int size;
  private boolean hasZero;

  /** Adds a number. False: it was there. */
  boolean add(long number) {
    if (number == 0) {
      boolean added = !hasZero;
      hasZero = true;
      return added;
    }
    if (size >= table.length >> 1) {
      grow();
    }
    if (!insert(table, number)) {
      return false;
    }
    size++;
    return true;
  }

  private static boolean insert(long[] table, long number) {
    int mask = table.length - 1;
    int i = (int) ((number * MIX) >>> 32) & mask;
    while (table[i] != 0) {
      if (table[i] == number) {
        return false;
      }
      i = i + 1 & mask;
    }
    table[i] = number;
    return true;
  }

  private void grow() {
    var larger = new long[table.length * 2];
    for (long number : table) {
      if (number != 0) {
        insert(larger, number);
      }
    }
    table = larger;
  }
}
