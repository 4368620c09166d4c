package dev.jaio.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ThreadsTest {

  @Test
  void saysThatThereIsNoneToBeHad() {
    var t =
        new Thread() {
          @Override
          public void start() {
            throw new OutOfMemoryError("unable to create native thread");
          }
        };
    assertThat(Threads.start(t)).isFalse();
  }

  @Test
  void startsOne() throws Exception {
    var ran = new AtomicBoolean();
    var t = new Thread(() -> ran.set(true));
    assertThat(Threads.start(t)).isTrue();
    t.join();
    assertThat(ran).isTrue();
  }
}
