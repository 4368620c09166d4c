package dev.jaio.examples;

import dev.jaio.Aio;
import dev.jaio.Group;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A group with a feeder: any number of requests, of which only a few exist at a time.
 *
 * <p>The feeder is called whenever the group holds fewer members than its limit, until it adds
 * nothing. The group ends when it is closed and its last member has been delivered, and is then a
 * request like any other: it has a result, can be awaited, cancelled, and added to another group.
 */
public final class FeederGroup {
  private FeederGroup() {}

  /** Adds up the sizes of many files, four at a time. */
  public static void main(String[] args) throws Exception {
    try (var samples = Samples.create(1000);
        var aio = Aio.start()) {
      Iterator<Path> files = samples.files().iterator();
      var total = new AtomicLong();
      var most = new AtomicLong();

      Group<Long> sizes = aio.group();
      sizes.feed(
          4,
          group -> {
            if (files.hasNext()) { // else nothing is added, and the feeder has done its work
              group
                  .stat(files.next())
                  .onComplete((stat, error) -> {
                    if (stat == null) {
                      group.fail(error).cancelMembers();
                    } else {
                      group.result(total.addAndGet(stat.size()));
                    }
                  });
              most.accumulateAndGet(group.size(), Math::max);
            }
          });
      sizes.close();

      System.out.println(sizes.await() + " bytes, at most " + most + " requests at a time");
    }
  }
}
