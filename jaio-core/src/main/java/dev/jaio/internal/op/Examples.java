package dev.jaio.internal.op;

import dev.jaio.Backend.Route;
import dev.jaio.internal.engine.Engine;
import dev.jaio.internal.engine.Handle;
import dev.jaio.internal.engine.Task;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One request of each kind that is never submitted, to ask what would become of it. */
public final class Examples {

  private final Engine engine;
  private final List<Route> routes = new ArrayList<>();

  private Examples(Engine engine) {
    this.engine = engine;
  }

  /** What becomes of each kind of operation. */
  public static List<Route> routes(Engine engine) {
    var examples = new Examples(engine);
    examples.transfers();
    examples.names();
    return List.copyOf(examples.routes);
  }

  private void add(String operation, Task<?> task) {
    routes.add(engine.describe(operation, task));
  }

  private void transfers() {
    Handle cached = Handle.example(engine, false);
    Handle direct = Handle.example(engine, true);
    ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    add("read at a position", new Read(cached, buffer, 0));
    add("read, O_DIRECT", new Read(direct, buffer, 0));
    add("read at the file's position", new Read(cached, buffer, Handle.AT_POSITION));
    add("write", new Write(cached, buffer, 0));
    add("write, O_DIRECT", new Write(direct, buffer, 0));
    add("readv, writev", new Readv(cached, new ByteBuffer[] {buffer}, 0));
    add("readv, writev, O_DIRECT", new Readv(direct, new ByteBuffer[] {buffer}, 0));
    add("fsync, fdatasync", new Fsync(cached));
    add("ftruncate", new Ftruncate(cached, 0));
    add("readahead", new Readahead(cached, 0, 1));
    add("sendfile", new Sendfile(cached, 0, 1, cached));
    add("fstat", new Fstat(cached));
    add("close", new Close(cached));
  }

  private void names() {
    Path path = Path.of("example");
    add("stat, lstat", new Stat(path, true));
    add("open", new Open(path, Set.of(StandardOpenOption.READ), 0));
    add("openDirectory", new OpenDirectory(path));
    add("load", new Load(path));
    add("load into a buffer", new LoadInto(path, ByteBuffer.allocateDirect(4096)));
    add("readdir", new Readdir(path));
    add("unlink, rmdir", new Unlink(path));
    add("rename, link", new Rename(path, path, Rename.REPLACE));
    add("mkdir, symlink", new Mkdir(path, 0777));
    add("chmod, chown, utimes", new Chmod(path, 0777));
    add("nop", new Nop());
  }
}
