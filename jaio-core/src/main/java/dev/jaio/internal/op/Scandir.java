package dev.jaio.internal.op;

import dev.jaio.AsyncFiles;
import dev.jaio.DirEntry;
import dev.jaio.FileStat;
import dev.jaio.FileType;
import dev.jaio.Request;
import dev.jaio.ScanResult;
import dev.jaio.internal.abi.Errno;
import dev.jaio.internal.engine.OpType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists a directory apart: readdir, and lstat of the entries whose type it does not record. */
public final class Scandir extends Steps<ScanResult> {

  /** IO::AIO's default. */
  public static final int DEFAULT_MAX_REQUESTS = 4;

  private static final OpType TYPE = OpType.quick("scandir");

  private final Path path;
  private final int maxRequests;
  private List<DirEntry> entries = List.of();
  private int next;
  private int asked;

  private Scandir(AsyncFiles files, Path path, int maxRequests) {
    super(files, TYPE, path, null);
    this.path = path;
    this.maxRequests = maxRequests;
  }

  /** Starts it with a limit on the outstanding requests. */
  public static Request<ScanResult> submit(AsyncFiles files, Path path, int maxRequests) {
    if (maxRequests < 1) {
      throw new IllegalArgumentException("maxRequests is less than 1: " + maxRequests);
    }
    PathTask.check(path);
    return new Scandir(files, path, maxRequests).start();
  }

  @Override
  void begin() {
    submit(new Readdir(path), then(this::sort));
  }

  private void sort(List<DirEntry> listed) {
    entries = listed;
    findUnknown();
    if (next == listed.size()) {
      finish();
    } else {
      entries = new ArrayList<>(listed);
      group().feed(maxRequests, _ -> ask());
    }
  }

  private void findUnknown() {
    while (next < entries.size() && entries.get(next).type() != FileType.UNKNOWN) {
      next++;
    }
  }

  private void ask() {
    if (next == entries.size()) {
      return;
    }
    int i = next;
    next++;
    findUnknown();
    asked++;
    Path name = path.resolve(entries.get(i).name());
    group().lstat(name).onComplete((stat, error) -> answered(i, stat, error));
  }

  private void answered(int i, @Nullable FileStat stat, @Nullable Throwable error) {
    if (stat != null) {
      DirEntry e = entries.get(i);
      entries.set(i, new DirEntry(e.name(), stat.type(), e.ino()));
    } else if (error != null && !isErrno(error, Errno.ENOENT)) { // it may have vanished
      failed(error);
      return;
    }
    asked--;
    if (asked == 0 && next == entries.size()) {
      finish();
    }
  }

  private void finish() {
    var directories = new ArrayList<DirEntry>();
    var others = new ArrayList<DirEntry>();
    for (DirEntry e : entries) {
      (e.type() == FileType.DIRECTORY ? directories : others).add(e);
    }
    group().result(new ScanResult(directories, others));
  }
}
