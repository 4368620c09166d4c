package dev.jaio.environment;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Backend;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Uses all descriptors of the process up and prints what becomes of requests and engines. */
final class DescriptorsMain {

  private static final Duration LONG = Duration.ofSeconds(10);

  private DescriptorsMain() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("choice")) {
      choose();
    } else {
      open(Backend.valueOf(args[0]), Path.of(args[1]));
    }
  }

  /** All classes are loaded before, so that nothing but the start itself needs a descriptor. */
  private static void choose() throws Exception {
    loadAll();
    var files = new ArrayList<FileInputStream>();
    try {
      while (true) {
        files.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      // no descriptor is left
    }
    String without = backend();
    for (var f : files) {
      f.close();
    }
    System.out.println("without: " + without);
    System.out.println("afterwards: " + backend());
  }

  private static String backend() {
    try (Aio aio = Aio.start()) {
      return aio.backend().toString();
    }
  }

  private static void loadAll() throws IOException, URISyntaxException, ClassNotFoundException {
    Path root = Path.of(Aio.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var classes = Files.walk(root.resolve("dev"))) {
      for (Path c : classes.filter(p -> p.toString().endsWith(".class")).toList()) {
        String name = root.relativize(c).toString().replace('/', '.');
        Class.forName(name.substring(0, name.length() - ".class".length()), false, loader());
      }
    }
  }

  private static ClassLoader loader() {
    return Aio.class.getClassLoader();
  }

  private static void open(Backend backend, Path path) throws Exception {
    Files.writeString(path, "12345");
    var failures = new LinkedBlockingQueue<Throwable>();
    Aio aio = Aio.builder().backend(backend).start();
    aio.open(path).await(LONG).closeAsync().await(LONG); // loads what it takes to close
    var files = new ArrayList<AsyncFile>();
    String failure = null;
    while (failure == null) {
      try {
        files.add(aio.open(path).await(LONG));
      } catch (IOException | TimeoutException | LinkageError e) {
        failure = e.toString();
      }
    }
    System.out.println("await: " + failure);
    aio.open(path).onComplete((_, e) -> failures.add(e));
    System.out.println("callback: " + failures.poll(LONG.toSeconds(), TimeUnit.SECONDS));
    for (var f : files) {
      f.closeAsync().await(LONG);
    }
    System.out.println("afterwards: " + aio.load(path).await(LONG).length + " bytes");
    aio.close(LONG);
  }
}
