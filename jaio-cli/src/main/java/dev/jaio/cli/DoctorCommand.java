package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** {@code doctor}: what jaio finds here, and which backend it takes. */
final class DoctorCommand extends Tool {

  @Override
  void declare(Options options) {
    options.about("Show what jaio finds here and why it works as it does.");
  }

  @Override
  void run(Session session) throws IOException, InterruptedException {
    ByteOutput out = session.out;
    line(out, "jaio", Main.version());
    line(
        out,
        "java",
        System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name"));
    line(
        out,
        "system",
        System.getProperty("os.name")
            + ' '
            + System.getProperty("os.version")
            + ' '
            + System.getProperty("os.arch"));
    line(out, "processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    line(
        out,
        "names",
        System.getProperty("sun.jnu.encoding")
            + (Names.UTF_8 ? "" : "; names that it lacks are kept exact all the same"));
    line(out, "open files", limit());
    line(out, "directory", Path.of("").toAbsolutePath() + ", on " + store());
    out.put('\n');
    for (Backend each : Backend.values()) {
      line(out, each.name().toLowerCase(Locale.ROOT), state(session, each));
    }
    out.put('\n');
    line(out, "in use", session.aio().backend().toString());
    out.put('\n');
    routes(out, session.aio());
  }

  /**
   * As the engine decides it; "else" is for what would have to wait, "or its ring" for several at
   * once.
   */
  private static void routes(ByteOutput out, Aio aio) {
    out.pad("what works", 30, false).pad("for a callback", 31, false);
    out.pad("a thread waits", 18, false).put("a virtual thread waits\n");
    for (Backend.Route r : aio.routes()) {
      out.pad(r.operation(), 30, false).pad(r.callback(), 31, false);
      out.pad(r.awaited(), 18, false).put(r.virtual()).put('\n');
    }
  }

  private static void line(ByteOutput out, String what, String value) {
    out.pad(what, 12, false).put(value).put('\n');
  }

  private static String limit() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
        if (line.startsWith("Max open files")) {
          String[] limits = line.substring("Max open files".length()).strip().split(" +", -1);
          return limits[0].equals(limits[1]) ? limits[0] : limits[0] + ", may be " + limits[1];
        }
      }
    } catch (IOException e) {
      return "unknown: " + Reasons.of(e);
    }
    return "unknown";
  }

  private static String store() throws IOException {
    var store = Files.getFileStore(Path.of(""));
    return store.type() + ", " + SizeFormat.human(store.getUsableSpace()) + " free";
  }

  /** Starts a backend and lets it do something. */
  private static String state(Session session, Backend backend) throws InterruptedException {
    try (Aio aio = session.start(Aio.builder().polled(), backend)) {
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 200; i++) {
        long began = System.nanoTime();
        aio.lstat(Path.of("/")).await();
        best = Math.min(best, System.nanoTime() - began);
      }
      return String.format(Locale.ROOT, "works; stat / takes %.1f us", best / 1e3);
    } catch (UnsupportedOperationException e) {
      String message = String.valueOf(e.getMessage());
      String name = backend.name().toLowerCase(Locale.ROOT) + ": ";
      return "not here: " + (message.startsWith(name) ? message.substring(name.length()) : message);
    } catch (IOException e) {
      return "fails: " + Reasons.of(e);
    }
  }
}
