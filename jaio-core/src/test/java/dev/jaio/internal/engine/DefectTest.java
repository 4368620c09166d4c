package dev.jaio.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.Aio;
import dev.jaio.Backend;
import dev.jaio.Request;
import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the engine itself does wrong, where not even the log takes it. */
@Timeout(30)
class DefectTest {

  private static final Duration LONG = Duration.ofSeconds(5);
  private static final OpType TYPE = OpType.quick("defective");
  private static final Logger LOGGER = Logger.getLogger("dev.jaio");

  private final Handler full = new Full();

  /** A handler that cannot write what is logged. */
  private static final class Full extends Handler {
    @Override
    public void publish(LogRecord entry) {
      throw new IllegalStateException("the log takes nothing");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private enum Defect {
    IN_THE_FAILURE,
    AT_THE_END
  }

  /** An operation that fails and whose failure cannot be described, or that gives nothing back. */
  private static final class Defective extends Task<Void> {
    private final Defect defect;

    Defective(Defect defect) {
      this.defect = defect;
    }

    @Override
    protected OpType type() {
      return TYPE;
    }

    @Override
    protected Admission admit() {
      return Admission.QUEUE;
    }

    @Override
    protected int posix(Posix p) {
      throw new AssertionError("for java.nio");
    }

    @Override
    protected int nio(Nio n) throws IOException {
      if (defect == Defect.IN_THE_FAILURE) {
        throw new NoSuchFileException("missing");
      }
      return 0;
    }

    @Override
    public Path path() {
      throw new NoClassDefFoundError("path");
    }

    @Override
    protected void released() {
      if (defect == Defect.AT_THE_END) {
        throw new NoClassDefFoundError("released");
      }
    }

    @Override
    public String toString() {
      return "defective";
    }
  }

  @BeforeEach
  void fill() {
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(full);
  }

  @AfterEach
  void empty() {
    LOGGER.removeHandler(full);
  }

  @ParameterizedTest
  @EnumSource
  void endsItsRequestAndNoOther(Defect defect) throws Exception {
    Aio aio = Aio.builder().backend(Backend.NIO).maxParallel(1).start();
    try {
      var others = new ArrayList<Request<?>>();
      var gate = aio.busy(Duration.ofMillis(100));
      Request<?> request = aio.submit(new Defective(defect));
      for (int i = 0; i < 20; i++) {
        others.add(aio.stat(Path.of("/")));
      }
      gate.await();
      assertThatThrownBy(() -> request.await(LONG))
          .isInstanceOfAny(NoSuchFileException.class, NoClassDefFoundError.class, IOException.class)
          .hasMessageContaining(defect == Defect.IN_THE_FAILURE ? "missing" : "released");
      for (Request<?> other : others) {
        assertThat(other.await(LONG)).isNotNull();
      }
    } finally {
      aio.close(LONG);
    }
  }
}
