package dev.jaio.environment;

import dev.jaio.Aio;
import dev.jaio.Backend;
import dev.jaio.ErrnoException;
import dev.jaio.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Prints how the system calls an error, and how jaio on java.nio calls several. */
final class TranslatedMain {

  private TranslatedMain() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    Path file = Files.createFile(dir.resolve("file"));
    Path link = Files.createSymbolicLink(dir.resolve("loop"), Path.of("loop"));
    try {
      Files.newByteChannel(file.resolve("x")).close();
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
    try (Aio aio = Aio.builder().backend(Backend.NIO).start()) {
      for (Request<?> each :
          List.of(
              aio.open(file.resolve("x"), StandardOpenOption.READ),
              aio.open(dir, StandardOpenOption.WRITE),
              aio.open(dir.resolve("x".repeat(300)), StandardOpenOption.READ),
              aio.open(link, StandardOpenOption.READ),
              aio.rename(Path.of("/proc/self/comm"), dir.resolve("comm")))) {
        try {
          each.await();
          System.out.println("nothing");
        } catch (IOException e) {
          System.out.println(e instanceof ErrnoException x ? x.errnoName() : e.toString());
        }
      }
    }
  }
}
