package dev.jaio.environment;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.Group;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.ParseException;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Makes some requests and prints what JFR has recorded of them, one line each in the order of their
 * submission. The arguments are an empty directory, and one of these:
 *
 * <ul>
 *   <li>{@code on}: a recording has the events enabled
 *   <li>{@code off}: nothing is recorded
 *   <li>{@code none}: a recording without any settings
 *   <li>else the settings of this name, of those that come with the JDK
 * </ul>
 */
final class EventsMain {

  private static final String EVENT = "dev.jaio.Request";

  /** An event like any other, which a recording has unless it is told not to. */
  @Name("test.Other")
  private static final class Other extends Event {}

  private EventsMain() {}

  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    if (args[1].equals("off")) {
      carryOut(dir);
      return;
    }
    Path file = dir.resolve("recording.jfr");
    try (Recording recording = recording(args[1])) {
      recording.start();
      carryOut(dir);
      new Other().commit();
      recording.stop();
      recording.dump(file);
    }
    print(file);
  }

  private static Recording recording(String settings) throws IOException, ParseException {
    return switch (settings) {
      case "on" -> {
        var recording = new Recording();
        recording.enable(EVENT);
        yield recording;
      }
      case "none" -> new Recording();
      default -> new Recording(Configuration.getConfiguration(settings));
    };
  }

  private static void print(Path file) throws IOException {
    List<RecordedEvent> all = RecordingFile.readAllEvents(file);
    List<RecordedEvent> events =
        all.stream()
            .filter(e -> e.getEventType().getName().equals(EVENT))
            .sorted(Comparator.comparing(RecordedEvent::getStartTime))
            .toList();
    for (RecordedEvent e : events) {
      System.out.println(
          e.getString("operation")
              + " "
              + e.getLong("bytes")
              + " bytes, errno "
              + e.getInt("errno")
              + (e.getBoolean("cancelled") ? ", cancelled" : "")
              + (e.getLong("queueTime") < 0 ? ", no queue time" : "")
              + (e.getLong("executionTime") > 0 ? ", executed" : ""));
    }
    long others = all.stream().filter(e -> e.getEventType().getName().equals("test.Other")).count();
    System.out.println("others " + others);
  }

  private static void carryOut(Path dir) throws IOException, InterruptedException {
    try (Aio aio = Aio.start()) {
      aio.stat(dir).await();
      try {
        aio.open(dir.resolve("none")).await();
        throw new AssertionError("there is none");
      } catch (IOException e) {
        // as it must be
      }
      Path a = dir.resolve("a");
      Path b = dir.resolve("b");
      StandardOpenOption[] fresh = {
        StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE
      };
      AsyncFile from = aio.open(a, fresh).await();
      AsyncFile to = aio.open(b, fresh).await();
      from.write(ByteBuffer.allocate(1000), 0).await();
      from.read(ByteBuffer.allocate(300), 800).await();
      from.read(ByteBuffer.allocate(300), 1000).await(); // the end
      try {
        from.readFully(ByteBuffer.allocate(300), 900).await();
        throw new AssertionError("there is less");
      } catch (IOException e) {
        // after 100 bytes
      }
      from.readv(new ByteBuffer[] {ByteBuffer.allocate(7), ByteBuffer.allocate(8)}, 0).await();
      from.sendfile(0, 700, to).await();
      aio.load(b).await();
      Group<Void> group = aio.group();
      group.nop();
      group.close();
      group.await();
      from.closeAsync().await();
      to.closeAsync().await();
      aio.minParallel(0);
      aio.maxParallel(0); // nothing is executed any more
      var late = aio.unlink(a);
      late.cancel();
    }
  }
}
