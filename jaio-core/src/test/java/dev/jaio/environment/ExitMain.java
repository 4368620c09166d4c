package dev.jaio.environment;

import dev.jaio.Aio;
import dev.jaio.Backend;
import dev.jaio.FileType;
import java.nio.file.Path;
import java.time.Duration;

/** Exits while a request is carried out, and says what of it is still delivered. */
final class ExitMain {

  private static final Duration A_WHILE = Duration.ofMillis(200);

  private ExitMain() {}

  /** The arguments: a backend, what closes the engine, and a name for a FIFO. */
  public static void main(String[] args) throws Exception {
    Aio.Builder builder = Aio.builder().backend(Backend.valueOf(args[0]));
    Aio aio =
        switch (args[1]) {
          case "ITSELF" -> builder.closeAtExit(Duration.ofSeconds(30)).start();
          case "GIVES_UP" -> builder.closeAtExit(A_WHILE).start();
          default -> builder.start();
        };
    switch (args[1]) {
      case "PROGRAM" -> Runtime.getRuntime().addShutdownHook(new Thread(aio::close));
      case "GIVES_UP" -> {
        Path fifo = Path.of(args[2]);
        aio.mknod(fifo, FileType.FIFO, 0600, 0).await();
        aio.open(fifo).onComplete((_, _) -> System.out.println("opened"));
      }
      default -> {}
    }
    Duration busy = args[1].equals("NOBODY") ? Duration.ofHours(1) : A_WHILE;
    aio.busy(busy).onComplete((_, error) -> System.out.println("busy: " + error));
    System.out.println("main ends");
  }
}
