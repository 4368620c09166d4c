package dev.jaio.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.posix.Jvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What JFR gets to see of requests, and what it costs where nobody looks. */
@Timeout(120)
class EventsTest {

  private static final String CLASS = "dev.jaio.internal.engine.RequestEvent";

  @TempDir Path dir;

  private static Jvm jvm() {
    return Jvm.jvm().options("--enable-native-access=ALL-UNNAMED");
  }

  private static String output(Jvm.Result result) {
    assertThat(result.exit()).as(result.output()).isZero();
    return result.output();
  }

  @ParameterizedTest
  @ValueSource(strings = {"backend=workers", "backend=nio", "backend=auto", "route=ring"})
  void everyRequestIsAnEvent(String setting) {
    Jvm jvm = jvm().options("-Ddev.jaio." + setting);
    assertThat(output(jvm.run(EventsMain.class, dir.toString(), "on")).lines())
        .containsExactly(
            "stat 0 bytes, errno 0, executed",
            "open 0 bytes, errno 2, executed",
            "open 0 bytes, errno 0, executed",
            "open 0 bytes, errno 0, executed",
            "write 1000 bytes, errno 0, executed",
            "read 200 bytes, errno 0, executed",
            "read 0 bytes, errno 0, executed",
            "readFully 100 bytes, errno 0, executed",
            "readv 15 bytes, errno 0, executed",
            "sendfile 700 bytes, errno 0, executed",
            "load 700 bytes, errno 0, executed",
            "group 0 bytes, errno 0, executed",
            "nop 0 bytes, errno 0, executed",
            "close 0 bytes, errno 0, executed",
            "close 0 bytes, errno 0, executed",
            "unlink 0 bytes, errno 0, cancelled",
            "others 1");
  }

  /** Who records something else does not pay for an event of each request. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "default", "profile"})
  void noRequestIsAnEventUnlessThatIsAskedFor(String settings) {
    String output = output(jvm().run(EventsMain.class, dir.toString(), settings));
    assertThat(output).isEqualTo("others 1\n");
  }

  /** To initialise the class of an event registers it with JFR, which takes 100 ms. */
  @Test
  void whereNobodyLooksTheEventIsNotEvenInitialised() {
    String log = "-Xlog:class+init=info";
    String watched = output(jvm().options(log).run(EventsMain.class, dir.toString(), "on"));
    assertThat(watched).contains("'" + CLASS.replace('.', '/') + "'");
    String not = output(jvm().options(log).run(EventsMain.class, dir.toString(), "off"));
    assertThat(not).contains("'dev/jaio/internal/engine/Engine'");
    assertThat(not).doesNotContain(CLASS.replace('.', '/')).doesNotContain("jdk/jfr/Event'");
  }
}
