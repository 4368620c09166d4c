package dev.jaio.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is left for workers, with one engine and with several. */
class ProcessorsTest {

  private static final int LOOKS = 20;

  private final Processors one = new Processors(3, 4);
  private final Processors two = new Processors(3, 4);
  private long carriedOut;

  @AfterEach
  void leave() {
    one.leave();
    two.leave();
  }

  /** Looks of an engine whose delivering thread helps so much between two of them. */
  private int look(Processors p, int requests) {
    int share = 0;
    for (int i = 0; i < LOOKS; i++) {
      carriedOut += requests;
      share = p.share(1, carriedOut);
    }
    return share;
  }

  @Test
  void oneEngineHasAllButThatOfTheThreadThatHelps() {
    assertThat(look(one, 100)).isEqualTo(3);
  }

  @Test
  void oneProcessorIsLeftToTheThreadThatHelps() {
    var single = new Processors(1, 1);
    try {
      assertThat(look(single, 1)).isEqualTo(1);
      assertThat(look(single, 100)).isZero();
    } finally {
      single.leave();
    }
  }

  @Test
  void twoEnginesShareWhatTheirThreadsLeave() {
    look(one, 100);
    assertThat(look(two, 100)).isEqualTo(1);
    assertThat(look(one, 100)).isEqualTo(1);
  }

  @Test
  void anEngineThatHardlyHelpsTakesNothingFromOthers() {
    look(one, 1);
    assertThat(look(two, 100)).isEqualTo(3);
  }

  @Test
  void oneTickWithoutHelpChangesNothing() {
    look(one, 100);
    look(two, 100);
    assertThat(one.share(1, carriedOut)).isEqualTo(1);
    assertThat(two.share(1, carriedOut)).isEqualTo(1);
  }

  /** A watcher that looks half as often sees twice as many requests at each look. */
  @Test
  void requestsCountByTimeAndNotByLooks() {
    var slow = new Processors(1, 1);
    try {
      for (int i = 0; i < LOOKS; i++) {
        carriedOut += 20;
        assertThat(slow.share(2, carriedOut)).as("10 in a tick").isEqualTo(1);
      }
    } finally {
      slow.leave();
    }
  }

  @Test
  void whoLeavesGivesBackItsShare() {
    look(one, 100);
    look(two, 100);
    one.leave();
    assertThat(look(two, 100)).isEqualTo(3);
  }
}
