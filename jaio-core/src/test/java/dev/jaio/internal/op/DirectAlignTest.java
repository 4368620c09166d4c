package dev.jaio.internal.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.DirectAlignment;
import dev.jaio.internal.abi.Statx;
import dev.jaio.internal.posix.Memory;
import dev.jaio.internal.posix.Scratch;
import org.junit.jupiter.api.Test;

/** What answers mean that the file systems at hand do not give. */
class DirectAlignTest {

  private static final int ASKED = Statx.STATX_DIOALIGN | Statx.STATX_DIO_READ_ALIGN;

  private final Scratch scratch = new Scratch();

  private DirectAlignment answer(int mask, int memory, int offset, int reads) {
    long s = scratch.statx();
    Memory.putInt(s + Statx.STX_MASK, mask);
    Memory.putInt(s + Statx.STX_DIO_MEM_ALIGN, memory);
    Memory.putInt(s + Statx.STX_DIO_OFFSET_ALIGN, offset);
    Memory.putInt(s + Statx.STX_DIO_READ_OFFSET_ALIGN, reads);
    return DirectAlign.decode(s);
  }

  @Test
  void whatIsNotToldIsUnknown() {
    var unknown = answer(ASKED & ~Statx.STATX_DIOALIGN, 512, 512, 512);
    assertThat(unknown).isEqualTo(new DirectAlignment(-1, -1, -1));
    assertThat(unknown.isKnown()).isFalse();
    assertThat(unknown.isSupported()).isFalse();
  }

  @Test
  void zeroIsAFileWithoutDirectIo() {
    var none = answer(ASKED, 0, 0, 0);
    assertThat(none).isEqualTo(new DirectAlignment(0, 0, 0));
    assertThat(none.isKnown()).isTrue();
    assertThat(none.isSupported()).isFalse();
  }

  @Test
  void readsMayAskForLess() {
    assertThat(answer(ASKED, 4, 4096, 512)).isEqualTo(new DirectAlignment(4, 4096, 512));
  }

  @Test
  void readsAskForTheSameWhereNothingIsSaidOfThem() {
    assertThat(answer(ASKED, 4, 4096, 0)).isEqualTo(new DirectAlignment(4, 4096, 4096));
    var old = answer(Statx.STATX_DIOALIGN, 4, 4096, 0xabcd); // before Linux 6.14
    assertThat(old).isEqualTo(new DirectAlignment(4, 4096, 4096));
    assertThat(old.isSupported()).isTrue();
  }
}
