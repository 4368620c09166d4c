package dev.jaio.examples;

import dev.jaio.Aio;
import dev.jaio.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Priorities and cancel: what is urgent overtakes what is queued, and what is no longer wanted is
 * not executed at all.
 */
public final class Priorities {
  private Priorities() {}

  /** Queues requests while nobody executes, so that the order can be seen. */
  public static void main(String[] args) throws Exception {
    try (var samples = Samples.create(6);
        var aio = Aio.builder().polled().helping(false).start()) {
      aio.maxParallel(0); // queues, executes nothing

      List<Request<?>> requests = new ArrayList<>();
      for (Path file : samples.files()) {
        int number = requests.size();
        int priority = number < 3 ? -4 : number < 5 ? 0 : Aio.MAX_PRIORITY;
        requests.add(
            aio.withPriority(priority)
                .stat(file)
                .onComplete((_, _) -> System.out.println(file.getFileName() + " at " + priority)));
      }
      boolean unwanted = requests.get(1).cancel(); // its callback is not called
      System.out.println("cancelled: " + unwanted + ", " + requests.get(1).phase());

      aio.minParallel(1); // now one thread executes them all
      aio.flush();
      System.out.println(aio.statistics().operations().get("stat"));
    }
  }
}
