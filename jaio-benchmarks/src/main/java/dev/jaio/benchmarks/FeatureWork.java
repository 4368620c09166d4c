package dev.jaio.benchmarks;

import dev.jaio.Aio;
import dev.jaio.AsyncFiles;
import dev.jaio.Backend;
import dev.jaio.Group;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import jdk.jfr.Recording;

/** Requests that do nothing, 256 at a time in a polled engine, with one feature each. */
final class FeatureWork {

  private static final int DEPTH = 256;

  private FeatureWork() {}

  /** Nothing but a callback: what the others are compared with. */
  static Workload callback(Backend backend) {
    return new Plain(builder(backend), aio -> aio);
  }

  /** Through a view that gives them a priority. */
  static Workload priority(Backend backend) {
    return new Plain(builder(backend), aio -> aio.withPriority(AsyncFiles.MAX_PRIORITY));
  }

  /** Members of a group. */
  static Workload member(Backend backend) {
    return new Plain(builder(backend), Aio::group);
  }

  /** With the descriptor that a program's own loop waits for. */
  static Workload pollChannel(Backend backend) {
    return new Plain(
        builder(backend),
        aio -> {
          try {
            aio.pollChannel();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return aio;
        });
  }

  /** All of them carried out by workers. */
  static Workload notHelping(Backend backend) {
    return new Plain(builder(backend).helping(false), aio -> aio);
  }

  /** With an event of Java Flight Recorder for each. */
  static Workload recorded(Backend backend) {
    var recording = new Recording();
    recording.enable("dev.jaio.Request");
    recording.setToDisk(false);
    recording.start();
    return new Plain(builder(backend), aio -> aio) {
      @Override
      public void close() {
        super.close();
        recording.close();
      }
    };
  }

  /** Handed to a future, which has the callback. */
  static Workload future(Backend backend) {
    return new AioChains(builder(backend), DEPTH, true) {
      @Override
      void next(Slot s) {
        var _ =
            aio.nop()
                .toCompletableFuture()
                .whenComplete((_, error) -> {
                  if (isGood(error)) {
                    done(s);
                  }
                });
      }
    };
  }

  /** Each with a second one, which is cancelled before anybody can take it. */
  static Workload cancelled(Backend backend) {
    return new Plain(builder(backend), aio -> aio) {
      @Override
      void next(Slot s) {
        aio.nop().cancel();
        super.next(s);
      }
    };
  }

  /** Members that a feeder adds, so many at a time, without a callback of their own. */
  static Workload fed(Backend backend) {
    return new Fed(builder(backend));
  }

  private static Aio.Builder builder(Backend backend) {
    return Aio.builder().backend(backend);
  }

  private static class Plain extends AioChains {
    private final AsyncFiles files;

    Plain(Aio.Builder builder, Function<Aio, AsyncFiles> view) {
      super(builder, DEPTH, true);
      this.files = view.apply(aio);
    }

    @Override
    void next(Slot s) {
      files
          .nop()
          .onComplete((_, error) -> {
            if (isGood(error)) {
              done(s);
            }
          });
    }
  }

  private static final class Fed extends AioChains {
    Fed(Aio.Builder builder) {
      super(builder, 1, true);
    }

    @Override
    void next(Slot s) {
      try (Group<Integer> group = aio.group()) {
        group
            .feed(
                DEPTH,
                g -> {
                  if (!isStopping()) {
                    g.nop();
                    s.count();
                  }
                })
            .onComplete((_, error) -> {
              if (isGood(error)) {
                done(s);
              }
            });
      }
    }
  }
}
