package dev.jaio.benchmarks;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Operations that a ring of the kernel only hands to threads of its own. What is counted is there
 * and back, so that all is as before. Nothing is created: ext4 does not give an inode away again
 * for some seconds, and to look for one takes longer than all else.
 */
final class RouteWork {

  /** What is done there and back. */
  enum Kind {
    LINK,
    RENAME,
    WRITE,
    SYNC
  }

  private RouteWork() {}

  static Workload callbacks(Data data, Aio.Builder builder, int depth, Kind kind)
      throws IOException, InterruptedException {
    return new Callbacks(data, builder, depth, kind);
  }

  /** As many at once as there are: a journal writes once for all that wait. */
  static Workload syncs(Data data, Aio.Builder builder, int depth)
      throws IOException, InterruptedException {
    var work = new Callbacks(data, builder, depth, Kind.SYNC);
    work.aio.minParallel(depth);
    return work;
  }

  private static final class Callbacks extends AioChains {
    private final Kind kind;
    private final Place.All places;
    private final Map<Slot, AsyncFile> files = new HashMap<>();

    Callbacks(Data data, Aio.Builder builder, int depth, Kind kind)
        throws IOException, InterruptedException {
      super(builder, depth, true);
      this.kind = kind;
      this.places = new Place.All(data);
      for (Slot s : slots()) {
        files.put(s, aio.open(places.of(s).file(), StandardOpenOption.WRITE).await());
      }
    }

    @Override
    void next(Slot s) {
      Place p = places.of(s);
      request(s, p)
          .onComplete((_, error) -> {
            if (isGood(error)) {
              p.there = !p.there;
              if (p.there) {
                next(s);
              } else {
                done(s);
              }
            }
          });
    }

    private Request<?> request(Slot s, Place p) {
      return switch (kind) {
        case LINK -> p.there ? aio.unlink(p.name()) : aio.link(p.file(), p.name());
        case RENAME -> p.there ? aio.rename(p.name(), p.file()) : aio.rename(p.file(), p.name());
        case WRITE -> file(s).write(p.block(), Place.position(s));
        case SYNC -> p.there ? file(s).fdatasync() : file(s).write(p.block(), Place.position(s));
      };
    }

    private AsyncFile file(Slot s) {
      return Objects.requireNonNull(files.get(s));
    }

    @Override
    public void close() {
      files.values().forEach(AsyncFile::closeAsync);
      super.close();
      try {
        places.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The same by threads of the JDK. */
  static Workload threads(Data data, int threads, Kind kind) throws IOException {
    var places = new Place.All(data);
    return Loops.platform(threads, places, s -> step(s, places.of(s), kind));
  }

  private static void step(Slot s, Place p, Kind kind) throws IOException {
    Path name = p.name();
    switch (kind) {
      case LINK -> {
        Files.createLink(name, p.file());
        Files.delete(name);
      }
      case RENAME -> {
        Files.move(p.file(), name);
        Files.move(name, p.file());
      }
      case WRITE -> {
        p.channel().write(p.block(), Place.position(s));
        p.channel().write(p.block(), Place.position(s));
      }
      case SYNC -> {
        p.channel().write(p.block(), Place.position(s));
        p.channel().force(false);
      }
    }
  }
}
