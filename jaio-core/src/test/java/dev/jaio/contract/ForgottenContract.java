package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** What nobody can close any more, since nobody has it, is closed, and said once. */
class ForgottenContract extends Contract {

  private final List<String> warnings = new ArrayList<>();

  /** Collects what is unreachable until the log has so many warnings. */
  private void untilWarned(int count) {
    until(() -> {
      System.gc();
      warnings.addAll(log.take(Level.WARNING));
      return warnings.size() >= count;
    });
  }

  /** Opens without keeping, in a frame of its own. */
  private void forgetFile(Path file) throws Exception {
    aio.open(file).await();
  }

  private void forgetDirectory(Path folder) throws Exception {
    aio.openDirectory(folder).await();
  }

  private void closeFile(Path file) throws Exception {
    try (var opened = aio.open(file).await()) {
      assertThat(opened.isOpen()).isTrue();
    }
  }

  /** How many descriptors refer to something. */
  private static long descriptors(Path path) {
    return Descriptors.now().links().values().stream().filter(path.toString()::equals).count();
  }

  private void assertClosedAndSaidOnce(Path path) throws Exception {
    untilWarned(1);
    until(() -> descriptors(path) == 0);
    System.gc();
    aio.nop().await();
    warnings.addAll(log.take(Level.WARNING));
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("jaio: " + path + " was not closed and has become unreachable");
  }

  @Test
  void aFileIsClosedAndLoggedOnce() throws Exception {
    Path closed = write("closed", "");
    Path forgotten = write("forgotten", "");
    closeFile(closed);
    forgetFile(forgotten);
    assertClosedAndSaidOnce(forgotten);
  }

  @Test
  void aDirectoryToo() throws Exception {
    Path folder = folder("folder");
    forgetDirectory(folder);
    assertClosedAndSaidOnce(folder);
  }
}
