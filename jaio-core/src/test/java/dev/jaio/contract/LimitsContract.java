package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jaio.AsyncFile.Whence;
import dev.jaio.FileTimes;
import dev.jaio.FileType;
import dev.jaio.OpenFlag;
import dev.jaio.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What java.nio cannot do says which operation it is, on which backend, and why. */
@Requires(Capability.LIMITS)
class LimitsContract extends Contract {

  private static final Path TABLE = Path.of("../docs/operations.md");
  private static final String BACKEND = ": not supported by the nio backend: ";

  private static final FileTimes FRACTION = FileTimes.of(Instant.ofEpochSecond(-5, 5));
  private static final FileTimes FAR = FileTimes.of(Instant.ofEpochSecond(1L << 40));

  private static void refused(Request<?> request, String operation) throws Exception {
    refused(failure(request), operation);
  }

  private static void refused(Throwable t, String operation) throws Exception {
    assertThat(t).isInstanceOf(UnsupportedOperationException.class);
    assertThat(t).hasMessageStartingWith(operation + BACKEND);
    String reason = t.getMessage().substring((operation + BACKEND).length());
    assertThat(Files.readString(TABLE)).contains(reason);
  }

  @Test
  void whatIsCreated() throws Exception {
    refused(aio.mkfifo(path("x"), 0600), "mknod");
    for (var type : new FileType[] {FileType.SOCKET, FileType.CHARACTER_DEVICE}) {
      refused(aio.mknod(path("x"), type, 0600, 0), "mknod");
    }
    refused(aio.mknod(path("x"), FileType.REGULAR, 04600, 0), "mknod");
    refused(aio.mkdir(path("x"), 01777), "mkdir");
    var create = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    refused(aio.open(path("x"), create, 04600), "open");
    refused(aio.open(write("f", "x"), OpenFlag.NONBLOCK), "open");
    refused(aio.symlink("a//b".getBytes(StandardCharsets.UTF_8), path("x")), "symlink");
    assertThat(path("x")).doesNotExist();
  }

  @Test
  void times() throws Exception {
    Path f = write("f", "x");
    refused(aio.utimes(f, FRACTION, FRACTION), "utimes");
    refused(aio.utimes(f, FAR, FAR), "utimes");
    try (var file = open(f)) {
      refused(file.utimes(FileTimes.OMIT, FRACTION), "futimens");
      refused(file.utimes(FAR, FileTimes.OMIT), "futimens");
    }
  }

  @Test
  void holes() throws Exception {
    try (var file = open(path("f"))) {
      refused(file.seek(0, Whence.DATA), "seek");
      refused(file.seek(0, Whence.HOLE), "seek");
    }
  }

  @Test
  void descriptors() throws Exception {
    refused(catchThrowable(aio::pollFd), "pollFd");
    try (var directory = aio.openDirectory(dir).await()) {
      refused(catchThrowable(() -> aio.beneath(directory)), "beneath");
    }
    assertThatThrownBy(aio::pollFd).hasMessageContaining("pollChannel");
  }
}
