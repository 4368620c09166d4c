package dev.jaio.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.op.LoadInto;
import dev.jaio.internal.op.Nop;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a claim is carried out in one call, in which one file may keep all others. */
class ClaimTest {

  private static final int ROOM = 8;

  private final Router router = Router.batches();
  private final Claim claim = new Claim(ROOM);
  private int filled;

  private void claim(String... names) {
    for (String name : names) {
      claim.put(filled++, new LoadInto(Path.of(name), ByteBuffer.allocateDirect(8)));
    }
    claim.begin(filled);
  }

  /** The names in the next batch, or null if there is none. */
  private List<String> batch() {
    if (!claim.beginBatch(filled, router)) {
      return null;
    }
    var names = new ArrayList<String>();
    for (Task<?> t = claim.nextForBatch(); t != null; t = claim.nextForBatch()) {
      names.add(((LoadInto) t).path().toString());
    }
    return names;
  }

  @Test
  void filesOfNeighbouringDirectoriesAreOpenedTogether() {
    claim("/data/a/1", "/data/b/2", "/data/a/3");
    assertThat(batch()).containsExactly("/data/a/1", "/data/b/2", "/data/a/3");
    assertThat(claim.hasBatched()).isTrue();
    assertThat(batch()).isNull();
  }

  @Test
  void othersAreNotAndCanBeTakenBackMeanwhile() {
    claim("/data/a/1", "/mnt/server/2", "/data/b/3", "/mnt/server/4");
    assertThat(batch()).containsExactly("/data/a/1", "/data/b/3");
    Task<?> back = claim.takeBack();
    assertThat(((LoadInto) back).path()).hasToString("/mnt/server/4");
    assertThat(batch()).containsExactly("/mnt/server/2");
    assertThat(batch()).isNull();
  }

  @Test
  void shortNamesAreInOnePlace() {
    claim("/1", "/2", "3", "4", "a/5", "/a/6");
    assertThat(batch()).containsExactly("/1", "/2", "3", "4", "a/5");
    assertThat(batch()).containsExactly("/a/6");
  }

  @Test
  void whatOpensNothingSharesNoCallWithWhatOpens() {
    Task<?> opens = new LoadInto(Path.of("f"), ByteBuffer.allocateDirect(8));
    Task<?> one = new Nop();
    assertThat(Opening.mayShareCall(opens, one)).isFalse();
    assertThat(Opening.mayShareCall(one, opens)).isFalse();
    assertThat(Opening.mayShareCall(one, new Nop())).isTrue();
  }

  @Test
  void whatNobodyAsksForIsNotBatched() {
    claim("/data/a/1", "/data/a/2");
    assertThat(claim.beginBatch(filled, router)).isTrue();
    assertThat(claim.hasBatched()).isFalse();
  }
}
