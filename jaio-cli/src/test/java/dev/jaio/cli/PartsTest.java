package dev.jaio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.Aio;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsTest {

  @Test
  void namesAreExactInBothDirections() {
    var random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      var bytes = new byte[1 + random.nextInt(12)];
      for (int i = 0; i < bytes.length; i++) {
        do {
          bytes[i] =
              (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 'a' + random.nextInt(26));
        } while (bytes[i] == 0 || bytes[i] == '/');
      }
      String text = Names.text(bytes);
      assertThat(Names.bytes(text)).isEqualTo(bytes);
      if (round % 20 == 0) {
        Path path = Names.path(text);
        assertThat(Names.bytes(path)).isEqualTo(bytes);
        assertThat(Names.text(path)).isEqualTo(text);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {"a,'a'", "a b,'a b'", "it's,\"it's\"", "-,'-'", "a$'b,'a$'\\''b'"})
  void quoting(String text, String quoted) {
    assertThat(Quoting.always(text)).isEqualTo(quoted);
  }

  @Test
  void masksWhatATerminalWouldObey() {
    assertThat(Quoting.masked("a b\n\033[m")).isEqualTo("a b??[m");
    assertThat(Quoting.masked(Names.text(new byte[] {'x', (byte) 0xFF}))).isEqualTo("x?");
  }

  @Test
  void progressTellsWhatIsLeft() {
    var progress = new Progress(new ByteOutput(OutputStream.nullOutputStream()), "copied", false);
    progress.done(0, 250 << 20);
    assertThat(progress.line(2)).isEqualTo("copied 0 files, 250M, 125M/s");
    progress.expect(1, 1000 << 20);
    progress.totalIsKnown();
    assertThat(progress.line(2)).isEqualTo("copied 0 of 1 files, 250M of 1000M, 125M/s, 6 s left");
    var removal = new Progress(new ByteOutput(OutputStream.nullOutputStream()), "removed", false);
    removal.expect(4000, 0);
    removal.totalIsKnown();
    removal.done(1000, 0);
    assertThat(removal.line(0.5)).isEqualTo("removed 1,000 of 4,000 files, 2,000/s, 2 s left");
  }

  @Test
  void countsWhatIsToBeDone(@TempDir Path directory) throws Exception {
    Cli.shell("mkdir -p t/d; printf 12345 > t/f; printf 678 > t/d/g; ln -s f t/l", directory);
    try (Aio aio = Aio.builder().polled().start()) {
      var progress = new Progress(new ByteOutput(OutputStream.nullOutputStream()), "copied", false);
      List<String> operands =
          Stream.of("t", "t/f", "nope").map(o -> directory.resolve(o).toString()).toList();
      CountWalk.count(aio, operands, true, progress);
      progress.done(0, 1);
      assertThat(progress.line(1)).startsWith("copied 0 of 7 files, 1 of 13, 1/s");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-r t a l empty, removed 7 of 7 files",
    "-f a b l, removed 3 files",
    "-rv a b, removed 2 of 2 files",
    "-rf a nope b nope/x a/x, removed 2 of 2 files",
    "-d empty a, removed 2 files"
  })
  void removalCountsEachFileOnce(String arguments, String told, @TempDir Path directory)
      throws Exception {
    Cli.shell("mkdir -p t/d empty; touch t/f t/d/g a b; ln -s t l", directory);
    List<String> words =
        Stream.of(arguments.split(" "))
            .map(w -> w.startsWith("-") ? w : directory.resolve(w).toString())
            .toList();
    var rm = new RmCommand();
    Options options = rm.options();
    Main.commandLine("rm", rm, options).parseArgs(options.complete(words));
    OutputStream none = OutputStream.nullOutputStream();
    var progress = new Progress(new ByteOutput(none), "removed", true);
    try (var session = new Session(InputStream.nullInputStream(), none, none, false)) {
      rm.remove(session, progress);
      assertThat(session.status()).isZero();
    }
    assertThat(progress.line(1)).startsWith(told);
  }

  @Test
  void unprintableBytesAreQuotedAsAShellReadsThem() {
    assertThat(Quoting.always("a\nb")).isEqualTo("'a'$'\\n''b'");
    assertThat(Quoting.always("\nb")).isEqualTo("''$'\\n''b'");
    assertThat(Quoting.always(Names.text(new byte[] {'x', (byte) 0xFF}))).isEqualTo("'x'$'\\377'");
    assertThat(Quoting.ifNeeded("plain-1.txt")).isEqualTo("plain-1.txt");
    assertThat(Quoting.ifNeeded("a b")).isEqualTo("'a b'");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1,1",
    "1023,1023",
    "1024,1.0K",
    "1025,1.1K",
    "10240,10K",
    "10241,11K",
    "1048575,1.0M",
    "1048576,1.0M",
    "1100000,1.1M",
    "10737418240,10G",
    "1023999,1000K",
    "1047553,1.0M"
  })
  void humanSizes(long bytes, String text) {
    assertThat(SizeFormat.human(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "*,abc,true",
    "a*c,abc,true",
    "a*c,abd,false",
    "?,a,true",
    "?,ab,false",
    "[a-c]x,bx,true",
    "[!a-c]x,bx,false",
    "[^a]*,b,true",
    "[]]x,]x,true",
    "\\*,*,true",
    "\\*,a,false",
    "[[:digit:]]*,1a,true",
    "[[:digit:]]*,a1,false",
    "*.[ch],x.c,true",
    "[,[,true",
    "[a,[a,true",
    "*a*b*c*,xxaxxbxxcxx,true",
    "*a*b*c*,xxaxxcxxb,false",
    ".*,.x,true",
    "*,.x,true"
  })
  void patterns(String pattern, String text, boolean matches) {
    assertThat(new Glob(pattern, false).matches(text)).isEqualTo(matches);
  }

  @Test
  void patternsMatchBytesThatAreNoText() {
    String name = Names.text("x\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(new Glob("x?", false).matches(name)).isTrue();
    assertThat(new Glob("X\u00c9", true).matches("x\u00e9")).isTrue();
  }

  @Test
  void inodesAreKeptApartByDevice() {
    var set = new InodeSet();
    for (long i = 0; i < 10_000; i++) {
      assertThat(set.add(i % 3, i / 3)).isTrue();
    }
    assertThat(set.add(0, 0)).isFalse();
    assertThat(set.add(2, 3000)).isFalse();
    assertThat(set.add(3, 0)).isTrue();
  }
}
