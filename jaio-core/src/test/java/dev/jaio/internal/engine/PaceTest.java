package dev.jaio.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How often the watcher looks. */
class PaceTest {

  private static final long SHORT = Watcher.TICK_NANOS;

  private final Pace pace = new Pace();

  @Test
  void itLooksHalfAsOftenOnceAllHasGoneWellForAWhile() {
    long rest = pace.next(false, false);
    assertThat(rest).isEqualTo(SHORT);
    for (int i = 0; i < 100; i++) {
      rest = pace.next(false, false);
    }
    assertThat(rest).isEqualTo(2 * SHORT);
  }

  @Test
  void itLooksAgainSoonIfOneLookHasFoundSomething() {
    goWell();
    assertThat(pace.next(true, false)).isEqualTo(SHORT);
    assertThat(pace.next(false, false)).isEqualTo(SHORT);
  }

  @Test
  void itBeginsWithShortRests() {
    goWell();
    pace.restart();
    assertThat(pace.next(false, false)).isEqualTo(SHORT);
  }

  @Test
  void itDozesWhileNothingButARingGoesOn() {
    goOnOnARing();
    assertThat(pace.next(false, true)).isEqualTo(Watcher.DOZE_NANOS);
  }

  @Test
  void itDozesNoLongerIfOneLookHasFoundSomethingElse() {
    goOnOnARing();
    assertThat(pace.next(false, false)).isEqualTo(2 * SHORT);
    assertThat(pace.next(false, true)).isEqualTo(2 * SHORT);
    goOnOnARing();
    assertThat(pace.next(true, false)).isEqualTo(SHORT);
    goOnOnARing();
    pace.restart();
    assertThat(pace.next(false, true)).isEqualTo(SHORT);
  }

  private void goOnOnARing() {
    for (int i = 0; i < 100; i++) {
      pace.next(false, true);
    }
  }

  private void goWell() {
    for (int i = 0; i < 100; i++) {
      pace.next(false, false);
    }
  }
}
