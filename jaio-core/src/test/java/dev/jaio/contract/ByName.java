package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.FileSystemException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What java.nio reaches by name, and the other backends by a descriptor. */
final class ByName {

  private ByName() {}

  /** The right file is meant, or none. */
  static void rightOrStale(Configuration configuration, ThrowingCallable call) {
    Throwable t = catchThrowable(call);
    if (configuration.has(Capability.OPEN_DIRECTORY)) {
      assertThat(t).isNull();
    } else {
      assertThat(t).isInstanceOf(FileSystemException.class).hasMessageContaining("ESTALE");
    }
  }
}
