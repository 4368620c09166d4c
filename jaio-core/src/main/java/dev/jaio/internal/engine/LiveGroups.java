package dev.jaio.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The groups of whose end somebody is to hear, or that have something to clean up, so that closing
 * the engine can end those that would never end: open, paused or held ones. Others are not kept,
 * and may be collected.
 */
final class LiveGroups {

  private final Set<GroupTask<?>> awaited = ConcurrentHashMap.newKeySet();

  void add(GroupTask<?> g) {
    awaited.add(g);
  }

  void remove(GroupTask<?> g) {
    awaited.remove(g);
  }

  List<GroupTask<?>> all() {
    return new ArrayList<>(awaited);
  }
}
