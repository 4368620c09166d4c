package dev.jaio.internal.op;

import dev.jaio.AsyncFile;
import dev.jaio.AsyncFile.Whence;
import dev.jaio.FileStat;
import dev.jaio.internal.abi.Errno;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/**
 * Copies the bytes of a file that is as long as it was when it was opened, or shorter by now. Holes
 * stay holes where the system tells them; a file that claims to be empty, as those of {@code /proc}
 * do, is read to its end.
 */
final class CopyContent {

  private static final int BUFFER = 64 << 10;

  /** Unit of {@link FileStat#blocks}. */
  private static final int BLOCK = 512;

  private final Steps<?> steps;
  private final AsyncFile in;
  private final AsyncFile out;
  private final FileStat stat;
  private final long size;
  private final LongConsumer next;
  private long position; // of both files

  CopyContent(Steps<?> steps, AsyncFile in, AsyncFile out, FileStat stat, LongConsumer next) {
    this.steps = steps;
    this.in = in;
    this.out = out;
    this.stat = stat;
    this.size = stat.size();
    this.next = next;
  }

  /** Copies, and goes on with the number of bytes. */
  void begin() {
    if (size == 0) {
      read(ByteBuffer.allocate(BUFFER));
    } else if (stat.blocks() >= 0 && stat.blocks() < (size + BLOCK - 1) / BLOCK) {
      findData();
    } else {
      send(size);
    }
  }

  // ------------------------------------------------------------------ by extents

  private void findData() {
    in.seek(position, Whence.DATA)
        .onComplete((start, error) -> {
          if (error != null && Steps.isErrno(error, Errno.ENXIO)) {
            steps.attempt(this::endInHole);
          } else {
            steps
                .<Long>either(this::findHole, CopyContent::tellsNoHoles, () -> send(size))
                .accept(start, error);
          }
        });
  }

  private static boolean tellsNoHoles(Throwable t) {
    return Steps.isUnsupported(t) || Steps.isErrno(t, Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENOSYS);
  }

  private void findHole(long start) {
    if (start >= size) {
      endInHole();
    } else {
      in.seek(start, Whence.HOLE).onComplete(steps.<Long>then(end -> skip(start, end)));
    }
  }

  private void skip(long start, long end) {
    long stop = Math.min(Math.max(end, start + 1), size);
    if (start == position) {
      send(stop);
    } else {
      position = start;
      out.seek(start, Whence.SET).onComplete(steps.then(() -> send(stop)));
    }
  }

  private void send(long end) {
    in.sendfile(position, end - position, out).onComplete(steps.<Long>then(n -> sent(n, end)));
  }

  private void sent(long n, long end) {
    position += n;
    if (n == 0) {
      next.accept(position); // the source has become shorter
    } else if (position < end) {
      send(end);
    } else if (position < size) {
      findData();
    } else {
      next.accept(size);
    }
  }

  /** No more data, because only a hole is left or because the source has become shorter. */
  private void endInHole() {
    in.seek(0, Whence.END)
        .onComplete(
            steps.<Long>then(end -> {
              long length = Math.max(position, Math.min(size, end));
              out.truncate(length).onComplete(steps.then(() -> next.accept(length)));
            }));
  }

  // ------------------------------------------------------------------ to the end

  private void read(ByteBuffer buffer) {
    in.read(buffer.clear(), position)
        .onComplete(
            steps.<Integer>then(n -> {
              if (n < 0) {
                next.accept(position);
              } else {
                out.writeFully(buffer.flip(), position)
                    .onComplete(
                        steps.then(() -> {
                          position += n;
                          read(buffer);
                        }));
              }
            }));
  }
}
