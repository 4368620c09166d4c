package dev.jaio.examples;

import dev.jaio.Aio;
import dev.jaio.AsyncFiles;
import dev.jaio.Group;
import dev.jaio.Operation;
import dev.jaio.Request;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An AsyncFiles of one's own. It has one abstract method, through which every operation goes, so
 * that a view which traces, counts, refuses or delays requests is a few lines. Views compose.
 *
 * @param parent to which the operations are handed on
 * @param log gets a line for every one
 */
public record TracingFiles(AsyncFiles parent, List<String> log) implements AsyncFiles {

  @Override
  public <T extends @Nullable Object> Request<T> submit(Operation<T> operation) {
    var path = operation.path();
    log.add(operation.name() + " " + (path == null ? "" : path.getFileName()));
    return parent.submit(operation);
  }

  /** Traces what a view with a priority, an open file and a group do. */
  public static void main(String[] args) throws Exception {
    var log = new CopyOnWriteArrayList<String>();
    try (var samples = Samples.create(3);
        var aio = Aio.start()) {
      var traced = new TracingFiles(aio, log);
      traced.withPriority(1).stat(samples.files().get(1)).await();
      try (var file = traced.open(samples.files().get(2)).await()) {
        file.via(traced).stat().await(); // an open file submits through the engine unless told
      }
      Group<Void> group = traced.group();
      try (group) { // what is submitted through a group goes through its parent
        group.load(samples.files().get(0)).onComplete((_, _) -> log.add("loaded"));
      }
      group.await();
    }
    log.forEach(System.out::println);
  }
}
