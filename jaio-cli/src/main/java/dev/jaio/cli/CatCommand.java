package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import dev.jaio.FileStat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code cat}: the content of files, one after the other. */
final class CatCommand extends Tool {

  private static final int SIZE = 1 << 17;

  private final CatText text = new CatText();
  private List<String> operands = List.of("-");

  /** One is read while the other is written. */
  private final ByteBuffer[] buffers = {
    ByteBuffer.allocateDirect(SIZE), ByteBuffer.allocateDirect(SIZE)
  };

  private final byte[] bytes = new byte[SIZE];

  @Override
  void declare(Options options) {
    options
        .about("Write files to standard output; - is standard input.")
        .flag("As -vET.", text::showAll, "-A", "--show-all")
        .flag(
            "Number the lines that are not empty.", text::numberNonblank, "-b", "--number-nonblank")
        .flag("As -vE.", text::showNonprintingAndEnds, "-e")
        .flag("Show $ at the end of each line.", text::showEnds, "-E", "--show-ends")
        .flag("Number all lines.", text::number, "-n", "--number")
        .flag("Show one of several empty lines in a row.", text::squeeze, "-s", "--squeeze-blank")
        .flag("As -vT.", text::showNonprintingAndTabs, "-t")
        .flag("Show tabs as ^I.", text::showTabs, "-T", "--show-tabs")
        .flag("Show other bytes as ^ and M-.", text::showNonprinting, "-v", "--show-nonprinting")
        .flag("Ignored.", () -> {}, "-u")
        .operands("FILE", "The files; default -.", given -> operands = given);
  }

  @Override
  void run(Session session) throws IOException, InterruptedException {
    FileStat output = session.stream(1);
    for (String operand : operands) {
      try {
        if (!operand.equals("-")) {
          copy(session, operand, output);
        } else if (isOutput(session.stream(0), output)) {
          refuse(session, operand);
        } else {
          copyInput(session);
        }
      } catch (IOException e) {
        session.error(Quoting.inFront(operand), e);
      }
    }
    text.finish(session.out);
  }

  /** Whether what is read would be what has just been written, without an end. */
  private static boolean isOutput(@Nullable FileStat input, @Nullable FileStat output) {
    return input != null
        && output != null
        && input.isRegularFile()
        && input.size() > 0
        && input.dev() == output.dev()
        && input.ino() == output.ino();
  }

  private static void refuse(Session session, String operand) {
    session.error(Quoting.inFront(operand) + ": input file is output file");
  }

  private void copyInput(Session session) throws IOException {
    for (int n = session.in.read(bytes); n >= 0; n = session.in.read(bytes)) {
      put(session.out, n);
      session.out.flush();
    }
  }

  private void copy(Session session, String operand, @Nullable FileStat output)
      throws IOException, InterruptedException {
    Aio aio = session.aio();
    try (AsyncFile file = aio.open(Operands.path(operand)).await()) {
      if (output != null && isOutput(file.stat().await(), output)) {
        refuse(session, operand);
        return;
      }
      int turn = 0;
      var request = file.read(buffers[turn].clear());
      for (int n = request.awaitBytes(); n >= 0; n = request.awaitBytes()) {
        ByteBuffer full = buffers[turn];
        turn ^= 1;
        request = file.read(buffers[turn].clear());
        full.flip().get(bytes, 0, n);
        put(session.out, n);
      }
    }
  }

  private void put(ByteOutput out, int count) {
    if (text.isPlain()) {
      out.put(bytes, 0, count);
    } else {
      text.put(bytes, count, out);
    }
  }
}
