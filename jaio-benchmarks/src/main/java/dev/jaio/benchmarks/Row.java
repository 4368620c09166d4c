package dev.jaio.benchmarks;

import dev.jaio.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One kind of work, done by several contenders. */
final class Row {

  /** A contender that cannot take part here, and why. */
  static final class MissingException extends Exception {
    private static final long serialVersionUID = 1;

    MissingException(String reason) {
      super(reason);
    }
  }

  /** Makes the work of one rival. */
  interface Maker {
    Measured make(Data data) throws Exception;
  }

  /** Makes the work of jaio on one backend. */
  interface AioMaker {
    Measured make(Data data, Backend backend) throws Exception;
  }

  /**
   * One way to do it.
   *
   * @param name as it is printed
   * @param backend of ours, null for a rival
   * @param maker makes it, in its own process; null for a program in C
   * @param program the arguments of the program in C
   * @param jvm further arguments of its JVM
   */
  record Contender(
      String name,
      @Nullable Backend backend,
      @Nullable Maker maker,
      List<String> program,
      List<String> jvm) {

    boolean rival() {
      return backend == null;
    }

    Measured make(Data data) throws Exception {
      if (maker == null) {
        throw new IllegalArgumentException(name + " is not written in Java");
      }
      return maker.make(data);
    }
  }

  /**
   * What has to be reached.
   *
   * @param ours the beginning of the names of the contenders of which the best has to reach it
   * @param against the beginning of the name of whom to compare with, null for the best rival
   * @param factor of the rival's operations per second, or processor time per operation
   * @param cpu whether it is about processor time
   */
  record Target(String ours, @Nullable String against, double factor, boolean cpu) {}

  private final String id;
  private final String title;
  private final List<Contender> contenders = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();
  private final List<String> lean = new ArrayList<>();
  private boolean drawn = true;
  private boolean onRequest;
  private boolean manyFiles;
  private @Nullable String reference;

  Row(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** One contender for each backend. */
  Row jaio(String name, AioMaker maker) {
    for (Backend b : Backend.values()) {
      String full = "jaio " + name + " (" + b.name().toLowerCase(Locale.ROOT) + ")";
      contenders.add(new Contender(full, b, d -> startable(maker, d, b), List.of(), List.of()));
    }
    return this;
  }

  /** On io_uring, whose ring is given all that has a form for it. */
  Row forced(String name, AioMaker maker) {
    var jvm = List.of("-Ddev.jaio.route=ring");
    Maker m = d -> startable(maker, d, Backend.URING);
    contenders.add(new Contender("jaio " + name, Backend.URING, m, List.of(), jvm));
    return this;
  }

  private static Measured startable(AioMaker maker, Data data, Backend backend) throws Exception {
    try {
      return maker.make(data, backend);
    } catch (UnsupportedOperationException e) {
      throw new MissingException(String.valueOf(e.getMessage()));
    }
  }

  Row rival(String name, Maker maker) {
    contenders.add(new Contender(name, null, maker, List.of(), List.of()));
    return this;
  }

  /** The program in C, with its work and its depth. */
  Row ring(String work, int depth, String label) {
    var program = List.of(work, Integer.toString(depth));
    contenders.add(new Contender("C liburing, " + label, null, null, program, List.of()));
    return this;
  }

  /** The best of ours whose name begins so has to reach a part of the best rival. */
  Row target(String ours, double factor) {
    targets.add(new Target("jaio " + ours, null, factor, false));
    return this;
  }

  /** As {@link #target(String, double)}, of one rival, or of ours in other circumstances. */
  Row target(String ours, String against, double factor) {
    targets.add(new Target("jaio " + ours, against, factor, false));
    return this;
  }

  /** The best of ours whose name begins so must not take more processor time than that. */
  Row frugal(String ours, String against, double factor) {
    targets.add(new Target("jaio " + ours, against, factor, true));
    return this;
  }

  /** The best of ours whose name begins so must not leave more garbage than is allowed. */
  Row lean(String ours) {
    lean.add("jaio " + ours);
    return this;
  }

  /** Is left out of the chart: its contenders do too different things. */
  Row notDrawn() {
    drawn = false;
    return this;
  }

  /** Runs only when it is asked for. */
  Row onRequest() {
    onRequest = true;
    return this;
  }

  /** Needs ten times the files. */
  Row manyFiles() {
    manyFiles = true;
    return this;
  }

  /** Compares with one of ours, whose name begins so, instead of the best rival. */
  Row reference(String ours) {
    reference = "jaio " + ours;
    return this;
  }

  boolean isDrawn() {
    return drawn && !onRequest;
  }

  boolean isOnRequest() {
    return onRequest;
  }

  /** The beginning of the name of whom to compare with, null for the best rival. */
  @Nullable String reference() {
    return reference;
  }

  String id() {
    return id;
  }

  /** Whether it is on request, and all that begin so are wanted. */
  boolean isOf(String family) {
    return onRequest && id.startsWith(family + "-");
  }

  /** Whether it needs ten times the files. */
  boolean hasManyFiles() {
    return manyFiles;
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

  /** The beginnings of the names of those whose garbage is limited. */
  List<String> lean() {
    return lean;
  }

  Contender contender(String name) {
    return contenders.stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no contender " + name + " in " + id));
  }
}
