package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jaio.Aio;
import dev.jaio.AsyncDirectory;
import dev.jaio.DirListing;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.Access;
import dev.jaio.internal.engine.Backends;
import dev.jaio.internal.posix.Intercepted;
import dev.jaio.internal.posix.Kernel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings of which the system gives only a part. */
class ListingFaultTest {

  private static final int ENTRIES = 3_000;

  @TempDir Path dir;

  @BeforeEach
  void fill() throws Exception {
    for (int i = 0; i < ENTRIES; i++) {
      Files.createFile(dir.resolve("n" + i));
    }
  }

  /** An engine for which one call, counted from 1, fails. */
  private static Aio failing(String call, int which, int errno) {
    var calls = new AtomicInteger();
    Kernel kernel =
        Intercepted.kernel(
            Configuration.kernel(),
            (method, _, real) -> {
              if (method.getName().equals(call) && calls.incrementAndGet() == which) {
                return method.getReturnType() == int.class ? (Object) (-errno) : (long) -errno;
              }
              return real.call();
            });
    var settings = new Settings("listing", false, _ -> {});
    return Access.aio(settings.config(), Backends.workers(kernel, "a test with faults"));
  }

  @Test
  void anEntryThatCannotBeAskedHasAnError() throws Exception {
    try (Aio aio = failing("statx", 2, Errno.EACCES)) {
      DirListing listing = aio.readdirplus(dir).await();
      assertThat(listing).hasSize(ENTRIES);
      assertThat(listing.stat(1)).isNull();
      assertThat(listing.error(1))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining(dir.resolve(listing.get(1).name()).toString());
      assertThat(listing.type(1)).isEqualTo(listing.get(1).type());
      assertThat(listing.error(0)).isNull();
      assertThat(listing.stat(ENTRIES - 1)).isNotNull();
    }
  }

  @Test
  void aDirectoryThatBreaksOffFailsAndIsClosed() {
    var before = Descriptors.now();
    try (Aio aio = failing("getdents64", 2, Errno.EIO)) {
      assertThatThrownBy(() -> aio.readdirplus(dir).await()).hasMessageContaining("EIO");
    }
    try (Aio aio = failing("getdents64", 2, Errno.EIO)) {
      assertThatThrownBy(() -> aio.readdir(dir).await()).hasMessageContaining("EIO");
    }
    assertThat(Descriptors.now().since(before)).isEmpty();
  }

  @Test
  void aPieceThatBreaksOffFails() throws Exception {
    try (Aio aio = failing("getdents64", 2, Errno.EIO);
        AsyncDirectory open = aio.openDirectory(dir).await()) {
      assertThatThrownBy(() -> open.readdirplus(ENTRIES).await()).hasMessageContaining("EIO");
      assertThat(open.readdirplus(ENTRIES).await()).isNotEmpty();
    }
  }
}
