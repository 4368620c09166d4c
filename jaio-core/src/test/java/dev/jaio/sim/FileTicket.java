package dev.jaio.sim;

import dev.jaio.AsyncFile;
import dev.jaio.AsyncFiles;
import dev.jaio.DirectAlignment;
import dev.jaio.FileStat;
import dev.jaio.Request;

/** A request on an open file that moves no bytes, all of which succeed. */
final class FileTicket extends CallTicket {

  /** What it does. */
  enum Kind {
    STAT,
    ALIGNMENT,
    TRUNCATE,
    FSYNC,
    FDATASYNC,
    READAHEAD
  }

  private final Kind kind;
  private final Sizes sizes;
  private final Sizes.Sized sized;
  private final long after; // the size then

  /** For a file that it has; a change of the size is to this one. */
  FileTicket(int number, Kind kind, Sizes sizes, Sizes.Sized sized, long size) {
    super(number, sized.key);
    this.kind = kind;
    this.sizes = sizes;
    this.sized = sized;
    this.after = kind == Kind.TRUNCATE ? size : sized.size();
  }

  @Override
  Object kind() {
    return kind + " of " + sized.key;
  }

  @Override
  Request<?> submit(AsyncFiles through, Opened opened) {
    AsyncFile file = sized.file.via(through);
    return switch (kind) {
      case STAT -> file.stat();
      case ALIGNMENT -> file.directAlignment();
      case TRUNCATE -> file.truncate(after);
      case FSYNC -> file.fsync();
      case FDATASYNC -> file.fdatasync();
      case READAHEAD -> file.readahead(0, 4096);
    };
  }

  @Override
  int expected() {
    return 0;
  }

  @Override
  void checkResult() {
    switch (request.resultNow()) {
      case FileStat s -> {
        if (!s.isRegularFile() || s.size() != sized.size()) {
          throw fail("has %d bytes instead of %d".formatted(s.size(), sized.size()));
        }
      }
      case DirectAlignment a -> {
        if (!sizes.isAlignment(a)) {
          throw fail("another one than before: " + a);
        }
      }
      case null -> {}
      default -> throw fail("gave " + request.resultNow());
    }
  }

  @Override
  void giveBack(boolean carriedOut) {
    sizes.giveBack(sized, carriedOut ? after : sized.size());
  }

  @Override
  void giveBackLater() {
    sizes.giveBackLater(sized, after);
  }

  @Override
  void lose() {
    // nobody gets it any more
  }
}
