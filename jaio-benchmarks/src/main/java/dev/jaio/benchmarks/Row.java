package dev.jaio.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One kind of work, done by several contenders. */
final class Row {

  /** Makes the work of one contender. */
  interface Maker {
    Workload make(Data data) throws Exception;
  }

  /**
   * One way to do it.
   *
   * @param name as it is printed
   * @param rival whether it is not ours
   * @param maker makes it, in its own process
   */
  record Contender(String name, boolean rival, Maker maker) {}

  /**
   * What has to be reached.
   *
   * @param ours the beginning of the names of the contenders of which the best has to reach it
   * @param against the name of the rival, null for the best of all
   * @param factor of the rival's operations per second
   */
  record Target(String ours, @Nullable String against, double factor) {}

  private final String id;
  private final String title;
  private final List<Contender> contenders = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();

  Row(String id, String title) {
    this.id = id;
    this.title = title;
  }

  Row jaio(String name, Maker maker) {
    contenders.add(new Contender("jaio " + name, false, maker));
    return this;
  }

  Row rival(String name, Maker maker) {
    contenders.add(new Contender(name, true, maker));
    return this;
  }

  /** The best of ours whose name begins so has to reach a part of the best rival. */
  Row target(String ours, double factor) {
    targets.add(new Target("jaio " + ours, null, factor));
    return this;
  }

  /** As {@link #target(String, double)}, of one rival. */
  Row target(String ours, String against, double factor) {
    targets.add(new Target("jaio " + ours, against, factor));
    return this;
  }

  String id() {
    return id;
  }

  String title() {
    return title;
  }

  List<Contender> contenders() {
    return contenders;
  }

  List<Target> targets() {
    return targets;
  }

  Contender contender(String name) {
    return contenders.stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no contender " + name + " in " + id));
  }
}
