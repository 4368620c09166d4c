package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.AsyncFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** {@code cat}: the content of files, one after the other. */
final class CatCommand extends Tool {

  private static final int SIZE = 1 << 17;

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
        .operands("FILE", "The files; default -.", given -> operands = given);
  }

  @Override
  void run(Session session) throws IOException, InterruptedException {
    for (String operand : operands) {
      try {
        if (operand.equals("-")) {
          copyInput(session);
        } else {
          copy(session, operand);
        }
      } catch (IOException e) {
        session.error(operand, e);
      }
    }
  }

  private void copyInput(Session session) throws IOException {
    for (int n = session.in.read(bytes); n >= 0; n = session.in.read(bytes)) {
      session.out.put(bytes, 0, n);
      session.out.flush();
    }
  }

  private void copy(Session session, String operand) throws IOException, InterruptedException {
    Aio aio = session.aio();
    try (AsyncFile file = aio.open(Operands.path(operand)).await()) {
      int turn = 0;
      var request = file.read(buffers[turn].clear());
      for (int n = request.awaitBytes(); n >= 0; n = request.awaitBytes()) {
        ByteBuffer full = buffers[turn];
        turn ^= 1;
        request = file.read(buffers[turn].clear());
        full.flip().get(bytes, 0, n);
        session.out.put(bytes, 0, n);
      }
    }
  }
}
