package dev.jaio.internal.op;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The length of a file by java.nio, which has no ftruncate(2) that adds. */
final class FileLength {

  private FileLength() {}

  /** Opens a file to change its length, if possible so that it can be mapped. */
  static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (AccessDeniedException _) {
      return FileChannel.open(file, StandardOpenOption.WRITE);
    }
  }

  /** Changes the length of an open file; what is added reads as zeros. */
  static void set(FileChannel channel, long size) throws IOException {
    if (size <= channel.size()) {
      channel.truncate(size);
    } else {
      extend(channel, size);
    }
  }

  /**
   * By mapping the last byte, for which the JDK calls ftruncate(2): to write it could overwrite
   * what another thread has written there since the look at the size.
   */
  private static void extend(FileChannel channel, long size) throws IOException {
    try (var arena = Arena.ofConfined()) {
      channel.map(FileChannel.MapMode.READ_WRITE, size - 1, 1, arena);
    } catch (IOException | NonReadableChannelException | UnsupportedOperationException _) {
      if (channel.size() < size) {
        channel.write(ByteBuffer.allocate(1), size - 1); // the last of the zeros
      }
    }
  }
}
