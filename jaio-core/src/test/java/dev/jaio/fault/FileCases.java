package dev.jaio.fault;

import static dev.jaio.fault.Scene.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFile;
import dev.jaio.Buffers;
import dev.jaio.FileTimes;
import dev.jaio.Request;
import dev.jaio.Transfer;
import dev.jaio.internal.abi.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The operations on open files and directories. */
final class FileCases {

  private static final FileTimes TIME = FileTimes.of(Instant.ofEpochSecond(1_000_000_000));

  /** Enough that memory of the caller is lent. */
  private static final int LARGE = 32 << 10;

  private static final String WRITTEN = "what is written";

  private final List<FaultCase> all = new ArrayList<>();

  static List<FaultCase> all() {
    var cases = new FileCases();
    cases.reading();
    cases.readingInto();
    cases.writing();
    cases.writingFrom();
    cases.sending();
    cases.changing();
    cases.listing();
    cases.closing();
    return cases.all;
  }

  /** What a case does with the open file. */
  private interface OnFile {
    Request<?> submit(AsyncFile file);
  }

  private FaultCase add(String method, FaultCase.Preparation preparation) {
    var added = new FaultCase(method, preparation).ways(Scene.Way.OF_FILES);
    all.add(added);
    return added;
  }

  private static AsyncFile file(Scene s) throws Exception {
    return s.open("file", StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private FaultCase on(String method, OnFile action) {
    return add(
        "AsyncFile." + method,
        s -> {
          AsyncFile file = file(s);
          return Trial.of(() -> action.submit(file), file.path());
        });
  }

  // ------------------------------------------------------------------ transfers

  /** What was read, the position of the buffer included. */
  static void assertRead(ByteBuffer dst, int n, String text) {
    assertThat(dst.position()).isEqualTo(n);
    var bytes = new byte[n];
    dst.duplicate().flip().get(bytes);
    assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(text.substring(0, n));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static MemorySegment segment(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Arena.ofAuto().allocate(bytes.length, 1).copyFrom(MemorySegment.ofArray(bytes));
  }

  private static String text(MemorySegment segment, int n) {
    var bytes = segment.asSlice(0, n).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** How a case reads. */
  private interface Reading {
    Transfer into(AsyncFile file, ByteBuffer... dst);
  }

  /** A read of the whole text, in one piece or, if it is cut, the beginning of it. */
  private void reads(String method, Reading reading, boolean fully, ByteBuffer... kinds) {
    ByteBuffer[][] used = new ByteBuffer[1][];
    add(
            "AsyncFile." + method,
            s -> {
              AsyncFile file = file(s);
              ByteBuffer[] dst = kinds.clone();
              used[0] = dst;
              for (int i = 0; i < dst.length; i++) {
                dst[i] =
                    kinds[i].isDirect()
                        ? ByteBuffer.allocateDirect(kinds[i].capacity())
                        : ByteBuffer.allocate(kinds[i].capacity());
              }
              return Trial.<Integer>of(
                  () -> reading.into(file, dst),
                  n -> assertScattered(s, dst, n, fully),
                  file.path());
            })
        .bears("fstatfs")
        .bears("statx")
        .afterFailure(s -> assertThat(used[0][0].position()).isEqualTo(moved(s, fully)));
  }

  private static void assertScattered(Scene s, ByteBuffer[] dst, int n, boolean fully) {
    if (fully || !s.cut()) {
      assertThat(n).isEqualTo(TEXT.length());
    } else {
      assertThat(n).isBetween(1, TEXT.length() - 1);
    }
    int from = 0;
    for (ByteBuffer b : dst) {
      int here = Math.min(b.capacity(), n - from);
      assertRead(b, here, TEXT.substring(from));
      from += here;
    }
  }

  private void reading() {
    var heap = ByteBuffer.allocate(TEXT.length());
    var direct = ByteBuffer.allocateDirect(LARGE);
    var four = ByteBuffer.allocate(4);
    var large = ByteBuffer.allocateDirect(LARGE);
    reads("read(ByteBuffer,long)", (f, b) -> f.read(b[0], 0), false, heap);
    reads("read(ByteBuffer,long) lent", (f, b) -> f.read(b[0], 0), false, direct);
    reads("read(ByteBuffer)", (f, b) -> f.read(b[0]), false, heap);
    reads("read(ByteBuffer) lent", (f, b) -> f.read(b[0]), false, direct);
    reads("readv(ByteBuffer[],long)", (f, b) -> f.readv(b, 0), false, four, large);
    reads("readv(ByteBuffer[],long) of one", (f, b) -> f.readv(b, 0), false, heap);
    reads("readv(ByteBuffer[])", AsyncFile::readv, false, large, four);
    reads("readFully(ByteBuffer,long)", (f, b) -> f.readFully(b[0], 0), true, heap);
  }

  private void readingInto() {
    readsInto("read(MemorySegment,long)", LARGE, AsyncFile::read);
    readsInto("read(MemorySegment)", LARGE, (f, s, _) -> f.read(s));
    readsInto("readFully(MemorySegment,long)", TEXT.length(), AsyncFile::readFully);
    on("readahead(long,long)", f -> f.readahead(0, 10));
  }

  /** How much was moved before a failure: nothing, or some if the first call was cut. */
  private static int moved(Scene s, boolean fully) {
    return fully && s.cut() ? Fault.SOME : 0;
  }

  /** How a case transfers a segment. */
  private interface OfSegment {
    Transfer submit(AsyncFile file, MemorySegment segment, long position);
  }

  private void readsInto(String method, int size, OfSegment reading) {
    add(
            "AsyncFile." + method,
            s -> {
              AsyncFile file = file(s);
              var dst = Arena.ofAuto().allocate(size);
              return Trial.<Integer>of(
                  () -> reading.submit(file, dst, 0),
                  n -> assertThat(text(dst, n)).isEqualTo(TEXT.substring(0, n)),
                  file.path());
            })
        .bears("fstatfs")
        .bears("statx");
  }

  /** How a case writes. */
  private interface Writing {
    Transfer from(AsyncFile file, ByteBuffer src);
  }

  private void writes(String method, boolean fully, Writing writing) {
    add(
            "AsyncFile." + method,
            s -> {
              AsyncFile file = file(s);
              ByteBuffer src = bytes(WRITTEN);
              return Trial.<Integer>of(
                  () -> writing.from(file, src), n -> assertWritten(s, n, fully), file.path());
            })
        .touches("file")
        .afterFailure(s -> assertThat(s.text("file")).isEqualTo(overwritten(s, fully)));
  }

  private static void assertWritten(Scene s, int n, boolean fully) {
    if (fully || !s.cut()) {
      assertThat(n).isEqualTo(WRITTEN.length());
    } else {
      assertThat(n).isBetween(1, WRITTEN.length() - 1);
    }
    assertThat(s.text("file")).startsWith(WRITTEN.substring(0, n));
  }

  /** What is in the file after a failure. */
  private static String overwritten(Scene s, boolean fully) {
    int n = moved(s, fully);
    return WRITTEN.substring(0, n) + TEXT.substring(n);
  }

  private void writing() {
    writes("write(ByteBuffer,long)", false, (f, b) -> f.write(b, 0));
    writes("write(ByteBuffer)", false, AsyncFile::write);
    writes("writev(ByteBuffer[],long)", false, (f, b) -> f.writev(halves(b), 0));
    writes("writev(ByteBuffer[])", false, (f, b) -> f.writev(halves(b)));
    writes("writev(ByteBuffer[]) of one", false, (f, b) -> f.writev(new ByteBuffer[] {b}));
    writes(
        "writeFully(ByteBuffer,long)",
        true,
        (f, b) -> {
          var request = f.writeFully(b, 0);
          return request;
        });
  }

  private static ByteBuffer[] halves(ByteBuffer b) {
    return new ByteBuffer[] {b.slice(0, 5), b.slice(5, b.capacity() - 5)};
  }

  private void writingFrom() {
    leased();
    writesFrom("write(MemorySegment,long)", false, AsyncFile::write);
    writesFrom("write(MemorySegment)", false, (f, s, _) -> f.write(s));
    writesFrom("writeFully(MemorySegment,long)", true, AsyncFile::writeFully);
    add(
            "AsyncFile.write(ByteBuffer,long) lent",
            s -> {
              AsyncFile file = file(s);
              var src = ByteBuffer.allocateDirect(LARGE);
              return Trial.<Integer>of(
                  () -> file.write(src, 0),
                  n -> assertThat(src.position()).isEqualTo(n),
                  file.path());
            })
        .bears("fstatfs")
        .bears("statx")
        .touches("file")
        .afterFailure(s -> assertThat(s.text("file")).isEqualTo(TEXT));
  }

  private void leased() {
    leased("read", (f, b) -> f.read(b, 0));
    leased("write", (f, b) -> f.write(b, 0));
    leased("readFully", (f, b) -> f.readFully(limited(b), 0));
    leased("writeFully", (f, b) -> f.writeFully(limited(b), 0));
  }

  private static Buffers.Lease limited(Buffers.Lease lease) {
    lease.buffer().limit(TEXT.length());
    return lease;
  }

  /** The buffer comes back, whatever becomes of the request. */
  private void leased(String name, BiFunction<AsyncFile, Buffers.Lease, Transfer> transfer) {
    add(
            "AsyncFile." + name + "(Lease,long)",
            s -> {
              AsyncFile file = file(s);
              Buffers.Lease lease = s.aio.buffers().lease();
              int left = s.aio.buffers().available();
              return Trial.<Integer>of(
                  () -> {
                    Transfer request = transfer.apply(file, lease);
                    lease.close();
                    return request;
                  },
                  n -> {
                    assertThat(n).isPositive();
                    assertThat(s.aio.buffers().available()).isEqualTo(left + 1);
                  },
                  file.path());
            })
        .bears("fstatfs")
        .bears("statx")
        .touches("file");
  }

  private void writesFrom(String method, boolean fully, OfSegment writing) {
    add(
            "AsyncFile." + method,
            s -> {
              AsyncFile file = file(s);
              var src = segment(WRITTEN);
              return Trial.<Integer>of(
                  () -> writing.submit(file, src, 0), n -> assertWritten(s, n, fully), file.path());
            })
        .bears("fstatfs")
        .bears("statx")
        .touches("file")
        .afterFailure(s -> assertThat(s.text("file")).isEqualTo(overwritten(s, fully)));
  }

  /** After progress the count is the answer, and the next request would meet the error. */
  private void sending() {
    add(
            "AsyncFile.sendfile(long,long,AsyncFile)",
            s -> {
              AsyncFile file = file(s);
              AsyncFile target = s.open("other", StandardOpenOption.WRITE);
              return Trial.<Long>of(
                  () -> file.sendfile(0, TEXT.length(), target),
                  n -> {
                    assertThat(n).isEqualTo(stopped(s) ? Fault.SOME : TEXT.length());
                    assertThat(s.text("other")).startsWith(TEXT.substring(0, (int) (long) n));
                  },
                  file.path(),
                  target.path());
            })
        .bears(FileCases::isReplaced)
        .bears(Fault.Hit::isAfterCut)
        .touches("other")
        .afterFailure(s -> assertThat(s.text("other")).isEqualTo(Scene.OTHER));
  }

  /** Reading and writing take the place of sendfile. */
  static boolean isReplaced(Fault.Hit hit) {
    return hit.is("sendfile", Errno.EINVAL, Errno.ENOSYS, Errno.EOPNOTSUPP);
  }

  private static boolean stopped(Scene s) {
    return s.kernel.hits().stream().anyMatch(h -> FaultCase.isFailure(h) && !isReplaced(h));
  }

  // ------------------------------------------------------------------ the file itself

  private void changing() {
    on("seek(long,Whence)", f -> f.seek(3, AsyncFile.Whence.SET));
    on("stat()", AsyncFile::stat);
    on("directAlignment()", AsyncFile::directAlignment);
    on("truncate(long)", f -> f.truncate(3));
    on("fsync()", AsyncFile::fsync);
    on("fdatasync()", AsyncFile::fdatasync);
    on("chmod(int)", f -> f.chmod(0600));
    on("chown(int,int)", f -> f.chown(-1, -1));
    on("utimes(FileTimes,FileTimes)", f -> f.utimes(TIME, TIME));
  }

  private FaultCase inDirectory(String method, DirectoryCase action) {
    return add(
        "AsyncDirectory." + method,
        s -> {
          AsyncDirectory d = s.openDirectory("list");
          return action.prepare(d, d.path());
        });
  }

  /** What a case does with the open directory. */
  private interface DirectoryCase {
    Trial<?> prepare(AsyncDirectory d, Path path);
  }

  private void listing() {
    inDirectory(
        "readdir(int)",
        (d, p) ->
            Trial.of(() -> d.readdir(100), entries -> assertThat(entries).hasSizeBetween(1, 3), p));
    inDirectory(
            "readdirplus(int)",
            (d, p) ->
                Trial.of(
                    () -> d.readdirplus(100),
                    entries -> assertThat(entries).hasSizeBetween(1, 3),
                    p))
        .bears("statx"); // the entry then tells why it has no attributes
    inDirectory(
        "stat()", (d, p) -> Trial.of(d::stat, s -> assertThat(s.isDirectory()).isTrue(), p));
    inDirectory("fsync()", (d, p) -> Trial.of(d::fsync, p));
  }

  /** However closing fails, the descriptor is gone, and nothing is closed a second time. */
  private void closing() {
    on("closeAsync()", AsyncFile::closeAsync).closes();
    add(
            "AsyncFile.close()",
            s -> {
              AsyncFile file = file(s);
              return Trial.waiting(file::close, file.path());
            })
        .closes();
    inDirectory("closeAsync()", (d, p) -> Trial.of(d::closeAsync, p)).closes();
    inDirectory("close()", (d, p) -> Trial.waiting(d::close, p)).closes();
  }
}
