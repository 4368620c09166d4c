package dev.jaio.fault;

import dev.jaio.internal.abi.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A use of one public method, and what faults it bears: all others make it fail with their number
 * and leave everything as it was.
 */
final class FaultCase {

  /** Prepares a scene. */
  interface Preparation {
    Trial<?> prepare(Scene scene) throws Exception;
  }

  final String method;
  final String variant;
  final Preparation preparation;
  private final List<Predicate<Fault.Hit>> borne = new ArrayList<>();
  private final List<String> touched = new ArrayList<>();
  private boolean closes;
  Scene.Way[] ways = Scene.Way.ALL;
  Consumer<Scene> afterFailure = _ -> {};

  /**
   * A case.
   *
   * @param method as {@code Type.name(ParameterType,...)}, perhaps followed by a space and a
   *     variant
   */
  FaultCase(String method, Preparation preparation) {
    int space = method.indexOf(' ');
    this.method = space < 0 ? method : method.substring(0, space);
    this.variant = space < 0 ? "" : method.substring(space);
    this.preparation = preparation;
  }

  /** Bears these faults of a call; all, if none is given. */
  FaultCase bears(String call, int... errnos) {
    return bears(h -> h.is(call, errnos));
  }

  FaultCase bears(Predicate<Fault.Hit> hits) {
    borne.add(hits);
    return this;
  }

  /** What may have changed when it fails. */
  FaultCase touches(String... names) {
    touched.addAll(List.of(names));
    return this;
  }

  /** What else must hold when it has failed. */
  FaultCase afterFailure(Consumer<Scene> check) {
    afterFailure = check;
    return this;
  }

  /** It is about closing: also that of a file that was only read from must not fail unnoticed. */
  FaultCase closes() {
    closes = true;
    return this;
  }

  FaultCase ways(Scene.Way... w) {
    ways = w;
    return this;
  }

  List<String> touched() {
    return touched;
  }

  /** Whether it is more than a reason to begin again. */
  static boolean isFailure(Fault.Hit hit) {
    return hit.fault().errno() != 0
        && hit.fault().errno() != Errno.EINTR
        && !hit.is("openat2", Errno.EAGAIN); // a rename somewhere disturbed the look-up
  }

  boolean bears(Fault.Hit hit) {
    if (!isFailure(hit) || borne.stream().anyMatch(b -> b.test(hit))) {
      return true;
    }
    // nothing is lost with a descriptor that nothing was written through
    return !closes && hit.is("close") && !hit.use().equals(FaultKernel.WRITING);
  }

  @Override
  public String toString() {
    return method + variant;
  }
}
