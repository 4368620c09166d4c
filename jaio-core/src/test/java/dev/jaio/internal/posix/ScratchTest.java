package dev.jaio.internal.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jaio.internal.abi.Iovec;
import dev.jaio.internal.abi.Limits;
import dev.jaio.internal.abi.OpenHow;
import dev.jaio.internal.abi.Statfs;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.abi.Timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The memory of an executing thread, and access to memory by address. */
class ScratchTest {

  @Test
  void areasAreAlignedAndDoNotOverlap() {
    var s = new Scratch();
    long[] areas = {
      s.path(),
      Limits.PATH_MAX + 1L,
      s.path2(),
      Limits.PATH_MAX + 1L,
      s.statx(),
      Statx.SIZE,
      s.statfs(),
      Statfs.SIZE,
      s.openHow(),
      OpenHow.SIZE,
      s.timespecs(),
      2L * Timespec.SIZE,
      s.offsets(),
      16,
      s.iovecs(),
      (long) Limits.IOV_MAX * Iovec.SIZE
    };
    long end = s.capture.address() + s.capture.byteSize();
    for (int i = 0; i < areas.length; i += 2) {
      assertThat(areas[i]).isGreaterThanOrEqualTo(end);
      assertThat(areas[i] % 64).isZero();
      end = areas[i] + areas[i + 1];
    }
    Memory.putLong(end - 8, 1); // the last word is inside the slab
  }

  @Test
  void transferBufferGrowsToItsLimit() {
    var s = new Scratch();
    assertThat(s.transferSize()).isZero();
    long first = s.transfer(0);
    assertThat(s.transferSize()).isEqualTo(Scratch.TRANSFER_MIN);
    assertThat(s.transfer(Scratch.TRANSFER_MIN)).isEqualTo(first);
    long second = s.transfer(Scratch.TRANSFER_MIN + 1);
    assertThat(s.transferSize()).isEqualTo(2 * Scratch.TRANSFER_MIN);
    assertThat(second % Limits.PAGE_SIZE_MAX).isZero();
    long last = s.transfer(Scratch.TRANSFER_MAX);
    assertThat(s.transferSize()).isEqualTo(Scratch.TRANSFER_MAX);
    Memory.putByte(last + Scratch.TRANSFER_MAX - 1, (byte) 1);
    assertThat(s.transfer(1)).isEqualTo(last);
    assertThatIllegalArgumentException().isThrownBy(() -> s.transfer(Scratch.TRANSFER_MAX + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> s.transfer(-1));
  }

  @Test
  void currentBelongsToItsThread() {
    assertThat(Scratch.current()).isSameAs(Scratch.current());
    assertThat(CompletableFuture.supplyAsync(Scratch::current).join())
        .isNotSameAs(Scratch.current());
  }

  @Test
  void valuesByAddress() {
    long a = new Scratch().transfer(64);
    Memory.putLong(a, 0x0102030405060708L);
    assertThat(Memory.getInt(a)).isEqualTo(0x05060708);
    assertThat(Memory.getShort(a + 2)).isEqualTo((short) 0x0506);
    assertThat(Memory.getByte(a + 7)).isEqualTo((byte) 1);
    Memory.putInt(a, -1);
    Memory.putShort(a + 4, (short) -1);
    Memory.putByte(a + 6, (byte) 0);
    assertThat(Memory.getLong(a)).isEqualTo(0x0100ffffffffffffL);
    Memory.clear(a + 1, 6);
    assertThat(Memory.getLong(a)).isEqualTo(0x01000000000000ffL);
  }

  @Test
  void copies() {
    var s = new Scratch();
    long a = s.transfer(64);
    byte[] bytes = "0123456789".getBytes(StandardCharsets.US_ASCII);
    Memory.copy(bytes, 1, a, 8);
    Memory.copy(a, a + 1, 7);
    var back = new byte[9];
    Memory.copy(a, back, 1, 8);
    assertThat(new String(back, StandardCharsets.US_ASCII)).isEqualTo("\0" + "11234567");

    var heap = MemorySegment.ofArray(new byte[8]);
    Memory.copy(a, heap, 2, 4);
    assertThat(heap.toArray(JAVA_BYTE)).containsExactly(0, 0, '1', '1', '2', '3', 0, 0);
    try (var arena = Arena.ofConfined()) {
      var segment = arena.allocateFrom("abc");
      Memory.copy(segment, 1, a, 2);
      assertThat(Memory.getByte(a)).isEqualTo((byte) 'b');
      assertThat(Memory.getByte(a + 2)).isEqualTo((byte) '2');
    }
  }
}
