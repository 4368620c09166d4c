package dev.jaio.internal.engine;

import dev.jaio.internal.nio.Nio;
import dev.jaio.internal.posix.Kernel;
import dev.jaio.internal.posix.Posix;
import dev.jaio.internal.posix.Probe;
import dev.jaio.internal.posix.RealKernel;
import dev.jaio.internal.posix.Scratch;
import dev.jaio.internal.uring.RingSetup;
import dev.jaio.internal.uring.UringBackend;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the backend, from the best to the most portable, and says why not a better one. What
 * forbids comes from the system property {@code dev.jaio.backend} or the environment variable
 * {@code JAIO_BACKEND} (the property wins): a name chooses, {@code no-} before a name forbids,
 * several are separated by commas.
 *
 * @param backend what was chosen
 * @param reason why not a better one, or what this one lacks
 * @param maker makes it
 * @param kernel through which it reaches the system, null for nio
 */
public record Backends(
    dev.jaio.Backend backend,
    String reason,
    Function<Engine, Backend> maker,
    @Nullable Kernel kernel) {

  private static final String PROPERTY = "dev.jaio.backend";
  private static final String VARIABLE = "JAIO_BACKEND";

  private static final String BEST = "there is nothing better";

  /** A helping thread's calls, kept with the thread; not for virtual threads, which never help. */
  private static final ThreadLocal<@Nullable Posix> HELPER = new ThreadLocal<>();

  /**
   * Chooses.
   *
   * @param asked by the builder, or null
   * @throws UnsupportedOperationException what was asked for cannot be had
   * @throws IllegalArgumentException the property or variable makes no sense
   */
  public static Backends choose(dev.jaio.@Nullable Backend asked) {
    Wish wish = Wish.read();
    dev.jaio.Backend want = asked != null ? asked : wish.chosen();
    if (want != null && wish.forbids(want)) {
      throw new UnsupportedOperationException(name(want) + ": forbidden by the " + wish.source());
    }
    boolean open = want == null; // else to take the next is no fallback
    String notUring = wish.reasonAgainst(dev.jaio.Backend.URING);
    if (want == dev.jaio.Backend.WORKERS || want == dev.jaio.Backend.NIO) {
      notUring = name(want) + " was asked for";
    } else if (notUring == null) {
      Router router = Router.create(); // may throw, and no ring must be open then
      switch (RealKernel.probe()) {
        case Probe.Available a -> {
          RingSetup.Outcome ring = RingSetup.open(a.kernel());
          if (ring.opened() != null) {
            if (!ring.reason().isEmpty()) {
              Engine.LOG.log(Level.DEBUG, "jaio: uring lacks something: {0}", ring.reason());
            }
            return uring(a.kernel(), ring.opened(), router);
          }
          notUring = ring.reason();
        }
        case Probe.Unavailable u -> notUring = u.reason();
      }
      fallsBack(open, dev.jaio.Backend.URING, notUring);
    }
    if (want == dev.jaio.Backend.URING) {
      throw new UnsupportedOperationException("uring: " + notUring);
    }
    String notWorkers = wish.reasonAgainst(dev.jaio.Backend.WORKERS);
    if (want == dev.jaio.Backend.NIO) {
      notWorkers = "nio was asked for";
    } else if (notWorkers == null) {
      switch (RealKernel.probe()) {
        case Probe.Available a -> {
          return workers(a.kernel(), notUring);
        }
        case Probe.Unavailable u -> notWorkers = u.reason();
      }
      fallsBack(open, dev.jaio.Backend.WORKERS, notWorkers);
    }
    if (want == dev.jaio.Backend.WORKERS) {
      throw new UnsupportedOperationException("workers: " + notWorkers);
    }
    String notNio = wish.reasonAgainst(dev.jaio.Backend.NIO);
    if (notNio != null) {
      throw new UnsupportedOperationException(
          Stream.of(notUring, notWorkers, notNio)
              .distinct()
              .collect(Collectors.joining("; ", "no backend is left: ", "")));
    }
    return new Backends(
        dev.jaio.Backend.NIO,
        notWorkers,
        // no thread of the program helps: an interrupt would close the FileChannel it works on
        e -> new Workers(e, Nio::new, () -> null, false),
        null);
  }

  /**
   * Says in the log that a backend is not to be had. Not above DEBUG: a program works all the same,
   * and to most of those who run it a container without io_uring or a system that is not Linux is
   * no news. Who wants to know asks {@link dev.jaio.Aio#backend}.
   */
  private static void fallsBack(boolean open, dev.jaio.Backend from, String reason) {
    if (open) {
      Engine.LOG.log(Level.DEBUG, "jaio: {0} is not used: {1}", name(from), reason);
    }
  }

  private static String name(dev.jaio.Backend b) {
    return b.name().toLowerCase(Locale.ROOT);
  }

  /** A ring, and POSIX calls on workers for what it does not do, through any kernel. */
  public static Backends uring(Kernel kernel, RingSetup.Opened ring) {
    return uring(kernel, ring, Router.create());
  }

  /** As {@link #uring(Kernel, RingSetup.Opened)}, with a router of a test's choice. */
  public static Backends uring(Kernel kernel, RingSetup.Opened ring, Router router) {
    return new Backends(
        dev.jaio.Backend.URING,
        ring.lacks().isEmpty() ? BEST : ring.lacks(),
        e -> new UringBackend(e, ring, ringWorkers(e, kernel), router),
        kernel);
  }

  private static Workers ringWorkers(Engine e, Kernel kernel) {
    return new Workers(e, () -> UringBackend.newCalls(e, kernel), () -> helper(kernel), true);
  }

  private static Workers newWorkers(Engine e, Kernel kernel) {
    return new Workers(e, () -> new Posix(kernel, new Scratch()), () -> helper(kernel), true);
  }

  /** POSIX calls on workers, through any kernel. */
  public static Backends workers(Kernel kernel, String reason) {
    return new Backends(dev.jaio.Backend.WORKERS, reason, e -> newWorkers(e, kernel), kernel);
  }

  private static Posix helper(Kernel kernel) {
    Posix p = HELPER.get();
    if (p == null || !p.kernel().equals(kernel)) {
      p = new Posix(kernel, Scratch.current());
      HELPER.set(p);
    }
    return p;
  }

  /** What the property or the variable says. */
  private record Wish(
      String source, dev.jaio.@Nullable Backend chosen, Set<dev.jaio.Backend> forbidden) {

    static Wish read() {
      String value = System.getProperty(PROPERTY);
      String source = "system property " + PROPERTY;
      if (value == null) {
        value = System.getenv(VARIABLE);
        source = "environment variable " + VARIABLE;
      }
      dev.jaio.Backend chosen = null;
      var forbidden = EnumSet.noneOf(dev.jaio.Backend.class);
      for (String word : value == null ? new String[0] : value.split(",")) {
        String w = word.strip();
        if (w.startsWith("no-")) {
          forbidden.add(parse(w.substring(3), source));
        } else if (!w.isEmpty() && !w.equals("auto")) {
          chosen = parse(w, source);
        }
      }
      return new Wish(source, chosen, forbidden);
    }

    private static dev.jaio.Backend parse(String name, String source) {
      try {
        return dev.jaio.Backend.valueOf(name.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            source + ": no backend is called " + name + " (uring, workers, nio, no-uring, ...)", e);
      }
    }

    boolean forbids(dev.jaio.Backend b) {
      return forbidden.contains(b);
    }

    @Nullable String reasonAgainst(dev.jaio.Backend b) {
      return forbids(b) ? name(b) + " is forbidden by the " + source : null;
    }
  }
}
