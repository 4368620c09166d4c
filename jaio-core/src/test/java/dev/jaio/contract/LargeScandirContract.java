package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.FileType;
import dev.jaio.Group;
import dev.jaio.ScanResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scanning a large directory, to the end or not. */
class LargeScandirContract extends Contract {

  /** More than one call of the system gives; every seventh is a directory. */
  private static final int MANY = 3_500;

  @TempDir static Path shared;

  /** Only read, so that all cases can share it. */
  private static synchronized Path many() throws IOException {
    if (!Files.exists(shared.resolve("n0"))) {
      for (int i = MANY - 1; i >= 0; i--) {
        Path p = shared.resolve("n" + i);
        if (i % 7 == 0) {
          Files.createDirectory(p);
        } else {
          Files.createFile(p);
        }
      }
    }
    return shared;
  }

  /** Has inodes asked for their types, where a test can make the system hide these. */
  private void hideTypes() {
    if (configuration.isNative()) {
      restart(s -> s, configuration.backends(Untyped.kernel(Configuration.kernel())));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allOfALargeDirectory(boolean hide) throws Exception {
    if (hide) {
      hideTypes();
    }
    ScanResult found = aio.scandir(many()).await();
    assertThat(found.directories()).hasSize(MANY / 7);
    assertThat(found.directories()).allMatch(e -> e.type() == FileType.DIRECTORY);
    assertThat(found.others()).hasSize(MANY - MANY / 7);
    assertThat(found.others()).allMatch(e -> e.type() == FileType.REGULAR);
    var all = new ArrayList<>(ScandirContract.names(found.directories()));
    all.addAll(ScandirContract.names(found.others()));
    assertThat(all).doesNotHaveDuplicates();
  }

  @Test
  void cancelledBeforeItBegins() throws Exception {
    Path d = many();
    pause();
    var r = aio.scandir(d);
    assertThat(r.cancel()).isTrue();
    assertThatExceptionOfType(CancellationException.class).isThrownBy(r::await);
    aio.minParallel(1);
  }

  @Test
  void cancelledWithItsGroup() throws Exception {
    Path d = many();
    hideTypes();
    pause();
    Group<Void> g = aio.group();
    var r = g.scandir(d, 1);
    g.cancel();
    assertThat(r.isCancelled()).isTrue();
    assertThatThrownBy(g::await).isInstanceOf(CancellationException.class);
    aio.minParallel(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cancelledOnItsWayItLeavesNothing(boolean hide) throws Exception {
    Path d = many();
    if (hide) {
      hideTypes();
    }
    for (int i = 0; i < 30; i++) {
      var r = aio.scandir(d, 1 + i % 3);
      for (int j = 0; j < i && polled(); j++) {
        aio.poll();
      }
      r.cancel();
    }
    flush();
  }
}
