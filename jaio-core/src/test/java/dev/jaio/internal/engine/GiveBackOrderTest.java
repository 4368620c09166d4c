package dev.jaio.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import dev.jaio.Backend;
import dev.jaio.internal.posix.Posix;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A request holds what it uses as long as it writes to it: its lease, if it read beside it. */
class GiveBackOrderTest {

  private static final class Settling extends Task<Integer> {

    private static final OpType TYPE = OpType.quick("settling");
    private final List<String> order = new CopyOnWriteArrayList<>();

    @Override
    protected OpType type() {
      return TYPE;
    }

    @Override
    protected int posix(Posix p) {
      store(1);
      return 1;
    }

    @Override
    protected boolean settles() {
      return true;
    }

    @Override
    protected void settle(int bytes) {
      order.add("settled");
    }

    @Override
    protected void released() {
      order.add("released");
    }
  }

  @Test
  @Timeout(30)
  void afterItWasCopied() throws Exception {
    var task = new Settling();
    try (Aio aio = Aio.builder().backend(Backend.WORKERS).start()) {
      assertThat(aio.submit(task).await()).isEqualTo(1);
    }
    assertThat(task.order).containsExactly("settled", "released");
  }
}
