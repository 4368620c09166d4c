package dev.jaio.environment;

import dev.jaio.Aio;
import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFile;
import dev.jaio.AsyncFile.Whence;
import dev.jaio.DirEntry;
import dev.jaio.ErrnoException;
import dev.jaio.FileStat;
import dev.jaio.FileTimes;
import dev.jaio.OpenFlag;
import dev.jaio.Request;
import dev.jaio.ScanResult;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Takes the main operations through success and failure, and tells what came of each in a line that
 * is the same wherever the same came of it. Three times: by a platform thread that awaits, by one
 * that is called back, and by a virtual thread.
 */
public final class Workload {

  private static final int BLOCK = 4096;
  private static final int BLOCKS = 16;

  private enum Way {
    AWAIT,
    CALLBACK,
    VIRTUAL
  }

  private final Aio aio;
  private final Path dir;
  private final Way way;
  private final List<String> lines = new ArrayList<>();

  private Workload(Aio aio, Path dir, Way way) {
    this.aio = aio;
    this.dir = dir;
    this.way = way;
  }

  /** What came of all; leaves the directory as empty as it was. */
  public static List<String> carryOut(Aio aio, Path dir) throws Exception {
    var lines = new ArrayList<String>();
    for (Way way : Way.values()) {
      Path own = Files.createDirectory(dir.resolve("w"));
      var workload = new Workload(aio, own, way);
      workload.files();
      workload.direct();
      workload.names();
      workload.composites();
      Files.delete(own); // fails if anything is left in it
      workload.lines.forEach(l -> lines.add(way + " " + l));
    }
    return lines;
  }

  /** The lines in which two outcomes differ. */
  public static List<String> differences(List<String> found, List<String> expected) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < Math.max(found.size(), expected.size()); i++) {
      String f = i < found.size() ? found.get(i) : "nothing";
      String e = i < expected.size() ? expected.get(i) : "nothing";
      if (!f.equals(e)) {
        lines.add(f + " instead of " + e);
      }
    }
    return lines;
  }

  // ------------------------------------------------------------------ one request

  private <T> T outcome(Request<T> request) throws Exception {
    return switch (way) {
      case AWAIT -> request.await();
      case CALLBACK -> {
        var future = new CompletableFuture<T>();
        request.onComplete((result, error) -> {
          if (error == null) {
            future.complete(result);
          } else {
            future.completeExceptionally(error);
          }
        });
        yield future.join();
      }
      case VIRTUAL -> {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
          yield threads.submit(() -> request.await()).get();
        }
      }
    };
  }

  private <T> T note(String what, Request<T> request) throws Exception {
    T result;
    try {
      result = outcome(request);
    } catch (IOException | CompletionException | ExecutionException e) {
      boolean wrapped = e instanceof CompletionException || e instanceof ExecutionException;
      lines.add(what + ": " + text(wrapped ? e.getCause() : e));
      return null;
    }
    lines.add(what + ": " + text(result));
    return result;
  }

  private String text(Object result) {
    return switch (result) {
      case null -> "done";
      case FileStat s ->
          s.type()
              + " "
              + Integer.toOctalString(s.permissionBits())
              + " "
              + s.nlink()
              + " links"
              + (s.isDirectory() ? "" : " " + s.size() + " bytes");
      case ScanResult r -> text(r.directories()) + " and " + text(r.others());
      case Collection<?> c -> c.stream().map(e -> ((DirEntry) e).name()).sorted().toList() + "";
      case byte[] bytes -> bytes.length + " bytes, " + java.util.Arrays.hashCode(bytes);
      case EOFException _ -> "EOFException";
      case ErrnoException e -> e.getClass().getSimpleName() + " " + e.errnoName();
      case Throwable t -> t.toString().replace(dir.toString(), "DIR");
      case AsyncFile _, AsyncDirectory _ -> "opened";
      default -> result.toString().replace(dir.toString(), "DIR");
    };
  }

  private void note(String what, ByteBuffer buffer) {
    int end = buffer.position();
    lines.add(what + " holds " + end + " bytes, " + buffer.duplicate().flip().hashCode());
  }

  private Path at(String name) {
    return dir.resolve(name);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  // ------------------------------------------------------------------ what is carried out

  private void files() throws Exception {
    AsyncFile file =
        note(
            "open",
            aio.open(
                at("file"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    note("write", file.write(bytes("0123456789"), 0));
    note("writev", file.writev(new ByteBuffer[] {bytes("abc"), bytes("defg")}, 10));
    note("writeFully", file.writeFully(ByteBuffer.allocateDirect(300_000), 100));
    note("fsync", file.fsync());
    note("fdatasync", file.fdatasync());
    var heap = ByteBuffer.allocate(20);
    note("read", file.read(heap, 0));
    note("read", heap);
    ByteBuffer[] two = {ByteBuffer.allocateDirect(5), ByteBuffer.allocate(5)};
    note("readv", file.readv(two, 8));
    note("readv", two[0]);
    note("readv", two[1]);
    note("readFully", file.readFully(ByteBuffer.allocateDirect(100_000), 0));
    note("readFully beyond", file.readFully(ByteBuffer.allocate(1000), 300_000));
    note("read at the end", file.read(ByteBuffer.allocateDirect(10), 1 << 20));
    note("seek", file.seek(3, Whence.SET));
    note("read at the position", file.read(heap.clear().limit(4)));
    note("read at the position", heap);
    note("truncate", file.truncate(17));
    note("fchmod", file.chmod(0640));
    note("futimens", file.utimes(FileTimes.of(Instant.EPOCH), FileTimes.OMIT));
    note("fstat", file.stat());
    AsyncFile reader = note("open", aio.open(at("file")));
    AsyncFile copy =
        note("open", aio.open(at("sent"), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    note("sendfile", reader.sendfile(0, 100, copy));
    note("write to what is read", reader.write(bytes("x"), 0));
    note("readahead", reader.readahead(0, 10));
    for (AsyncFile f : List.of(file, reader, copy)) {
      note("close", f.closeAsync());
    }
    note("load", aio.load(at("sent")));
    note("unlink", aio.unlink(at("sent")));
    note("unlink", aio.unlink(at("file")));
  }

  /** What a ring carries. */
  private void direct() throws Exception {
    AsyncFile file =
        note(
            "open direct",
            aio.open(
                at("direct"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                OpenFlag.DIRECT));
    ByteBuffer all = blocks(BLOCKS);
    for (int i = 0; i < all.limit(); i += Integer.BYTES) {
      all.putInt(i, i * 31);
    }
    note("write direct", file.write(all.slice(0, 4 * BLOCK), 0));
    note("writeFully direct", file.writeFully(all.slice(4 * BLOCK, 4 * BLOCK), 4 * BLOCK));
    ByteBuffer[] rest = {all.slice(8 * BLOCK, 4 * BLOCK), all.slice(12 * BLOCK, 4 * BLOCK)};
    note("writev direct", file.writev(rest, 8 * BLOCK));
    for (int i = 0; i < BLOCKS; i++) {
      ByteBuffer one = blocks(1);
      note("read direct", file.read(one, (long) i * BLOCK));
      note("read direct", one);
    }
    ByteBuffer[] two = {blocks(1), blocks(2)};
    note("readv direct", file.readv(two, 5 * BLOCK));
    note("readv direct", two[0]);
    note("readv direct", two[1]);
    ByteBuffer whole = blocks(BLOCKS);
    note("readFully direct", file.readFully(whole, 0));
    note("readFully direct", whole);
    note("readFully direct beyond", file.readFully(blocks(2), (BLOCKS - 1) * BLOCK));
    note("read direct at the end", file.read(blocks(1), BLOCKS * BLOCK));
    note("read direct not aligned", file.read(blocks(1), 1));
    note("close", file.closeAsync());
    AsyncFile reader = note("open direct", aio.open(at("direct"), OpenFlag.DIRECT));
    note("write direct to what is read", reader.write(blocks(1), 0));
    note("close", reader.closeAsync());
    note("unlink", aio.unlink(at("direct")));
  }

  private static ByteBuffer blocks(int n) {
    return ByteBuffer.allocateDirect((n + 1) * BLOCK).alignedSlice(BLOCK).slice(0, n * BLOCK);
  }

  private void names() throws Exception {
    note("mkdir", aio.mkdir(at("sub"), 0750));
    note("mkdir again", aio.mkdir(at("sub")));
    note("symlink", aio.symlink(Path.of("sub"), at("link")));
    note("readlink", aio.readlink(at("link")));
    note("readlink of none", aio.readlink(at("sub")));
    note("stat", aio.stat(at("link")));
    note("lstat", aio.lstat(at("link")));
    note("stat of nothing", aio.stat(at("none")));
    note("mkfifo", aio.mkfifo(at("fifo"), 0600));
    note("rename", aio.rename(at("fifo"), at("pipe")));
    note("rename of nothing", aio.rename(at("fifo"), at("pipe")));
    note("link", aio.link(at("pipe"), at("second")));
    note("stat", aio.stat(at("second")));
    note("chmod", aio.chmod(at("pipe"), 0644));
    note("utimes", aio.utimes(at("pipe"), FileTimes.NOW, FileTimes.of(Instant.EPOCH)));
    note("truncate of a directory", aio.truncate(at("sub"), 1));
    note("open of nothing", aio.open(at("none")));
    note("readdir", aio.readdir(dir));
    note("readdirplus", aio.readdirplus(dir));
    note("scandir", aio.scandir(dir));
    AsyncDirectory directory = note("openDirectory", aio.openDirectory(dir));
    note("stat at", aio.at(directory).stat(Path.of("sub")));
    note("stat beneath", aio.beneath(directory).stat(Path.of("sub")));
    note("stat out of it", aio.beneath(directory).stat(Path.of("..")));
    note("unlink at", aio.at(directory).unlink(Path.of("link")));
    directory.close();
    note("rmdir", aio.rmdir(at("sub")));
    note("rmdir again", aio.rmdir(at("sub")));
    note("unlink", aio.unlink(at("pipe")));
    note("unlink", aio.unlink(at("second")));
  }

  private void composites() throws Exception {
    Files.write(at("source"), new byte[70_000]);
    note("copy", aio.copy(at("source"), at("copy")));
    note("copy again", aio.copy(at("source"), at("copy")));
    note("copy over", aio.copy(at("source"), at("copy"), StandardCopyOption.REPLACE_EXISTING));
    note("move", aio.move(at("copy"), at("moved")));
    note("load", aio.load(at("moved")));
    note("load of nothing", aio.load(at("copy")));
    note("truncate", aio.truncate(at("moved"), 5));
    note("stat", aio.stat(at("moved")));
    var group = aio.<Void>group();
    var first = group.unlink(at("moved"));
    var second = group.unlink(at("source"));
    group.close();
    note("group", group);
    lines.add("its members: " + first.state() + " " + second.state());
    note("nop", aio.nop());
  }
}
