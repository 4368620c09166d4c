package dev.jaio.cli;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files that have been seen, by device and inode number. */
final class InodeSet {

  private final Map<Long, LongSet> others = new HashMap<>();
  private @Nullable LongSet latest;
  private long latestDevice;

  /** Adds a file. False: it was there. */
  boolean add(long device, long inode) {
    LongSet set = latest;
    if (set == null || device != latestDevice) {
      set = others.computeIfAbsent(device, _ -> new LongSet());
      latest = set;
      latestDevice = device;
    }
    return set.add(inode);
  }
}
