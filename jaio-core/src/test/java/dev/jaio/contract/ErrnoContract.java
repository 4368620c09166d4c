package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jaio.AsyncFiles;
import dev.jaio.FileTimes;
import dev.jaio.Request;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every operation on a path answers to what can be wrong with the path. */
class ErrnoContract extends Contract {

  /** An operation on one path. */
  private interface OnePath {
    Request<?> submit(AsyncFiles files, Path path) throws Exception;
  }

  private record Operation(String name, Capability needs, OnePath call) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Operation of(String name, OnePath call) {
    return new Operation(name, null, call);
  }

  /** Those that need something to be there. */
  static final List<Operation> USING =
      List.of(
          of("stat", AsyncFiles::stat),
          of("lstat", AsyncFiles::lstat),
          of("open", AsyncFiles::open),
          of("openDirectory", AsyncFiles::openDirectory),
          of("readdir", AsyncFiles::readdir),
          of("readdirplus", AsyncFiles::readdirplus),
          of("scandir", AsyncFiles::scandir),
          of("unlink", AsyncFiles::unlink),
          of("rmdir", AsyncFiles::rmdir),
          of("readlink", AsyncFiles::readlink),
          of("chmod", (f, p) -> f.chmod(p, 0600)),
          of("chown", (f, p) -> f.chown(p, -1, 0)),
          of("utimes", (f, p) -> f.utimes(p, FileTimes.NOW, FileTimes.NOW)),
          of("truncate", (f, p) -> f.truncate(p, 0)),
          of("load", AsyncFiles::load),
          of("loadInto", (f, p) -> f.load(p, ByteBuffer.allocate(9))),
          of("rename", (f, p) -> f.rename(p, p.resolveSibling("elsewhere"))),
          of("link", (f, p) -> f.link(p, home(p).resolve("elsewhere"))),
          of("copy", (f, p) -> f.copy(p, home(p).resolve("elsewhere"))),
          of("move", (f, p) -> f.move(p, p.resolveSibling("elsewhere"))));

  /** Those that create a name. */
  static final List<Operation> CREATING =
      List.of(
          of("mkdir", AsyncFiles::mkdir),
          of("symlink", (f, p) -> f.symlink(Path.of("x"), p)),
          of(
              "create",
              (f, p) -> f.open(p, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)),
          new Operation("mkfifo", Capability.SPECIAL_FILES, (f, p) -> f.mkfifo(p, 0600)),
          of("rename to", (f, p) -> f.rename(existing(p, "source"), p)),
          of("link to", (f, p) -> f.link(existing(p, "source"), p)),
          of("copy to", (f, p) -> f.copy(existing(p, "source"), p)));

  /** The directory of the case, whatever the path. */
  private static Path home(Path p) {
    Path d = p;
    while (!Files.isDirectory(d) || !Files.exists(d.resolve("marker"))) {
      d = d.getParent();
    }
    return d;
  }

  /** A file in the directory of the case, whatever the path. */
  private static Path existing(Path p, String name) throws Exception {
    Path file = home(p).resolve(name);
    return Files.exists(file) ? file : Files.writeString(file, "x");
  }

  private Request<?> submit(Operation operation, Path path) throws Exception {
    if (operation.needs != null) {
      assumeTrue(configuration.has(operation.needs), operation.needs.name());
    }
    write("marker", "");
    return operation.call.submit(aio, path);
  }

  @ParameterizedTest
  @FieldSource("USING")
  void missing(Operation operation) throws Exception {
    Path p = path("missing");
    assertFails(submit(operation, p), NoSuchFileException.class, "ENOENT", p);
  }

  @ParameterizedTest
  @FieldSource("USING")
  void throughAFile(Operation operation) throws Exception {
    Path p = write("file", "x").resolve("below");
    assertFails(submit(operation, p), NotDirectoryException.class, "ENOTDIR", p);
  }

  @ParameterizedTest
  @FieldSource("USING")
  void nameTooLong(Operation operation) throws Exception {
    Path p = path("n".repeat(256));
    assertFails(submit(operation, p), FileSystemException.class, "ENAMETOOLONG", p);
  }

  @ParameterizedTest
  @FieldSource("USING")
  void pathTooLong(Operation operation) throws Exception {
    Path p = path("d/".repeat(2500) + "end");
    assertFails(submit(operation, p), FileSystemException.class, "ENAMETOOLONG", null);
  }

  @ParameterizedTest
  @FieldSource("USING")
  void throughALoop(Operation operation) throws Exception {
    Files.createSymbolicLink(path("a"), path("b"));
    Files.createSymbolicLink(path("b"), path("a"));
    Path p = path("a").resolve("below");
    assertFails(submit(operation, p), FileSystemLoopException.class, "ELOOP", p);
  }

  @ParameterizedTest
  @FieldSource("CREATING")
  void alreadyThere(Operation operation) throws Exception {
    Path p = write("there", "x");
    if (operation.name.equals("rename to")) {
      p = folder("full"); // rename replaces files
      Files.createFile(p.resolve("inside"));
      assertErrno(submit(operation, p), "EISDIR");
    } else {
      assertFails(submit(operation, p), FileAlreadyExistsException.class, "EEXIST", p);
    }
  }

  @ParameterizedTest
  @FieldSource("CREATING")
  void withoutAParent(Operation operation) throws Exception {
    Path p = path("missing").resolve("new");
    assertFails(submit(operation, p), NoSuchFileException.class, "ENOENT", p);
  }

  @ParameterizedTest
  @FieldSource("CREATING")
  void belowAFile(Operation operation) throws Exception {
    Path p = write("file", "x").resolve("new");
    assertFails(submit(operation, p), NotDirectoryException.class, "ENOTDIR", null);
  }

  @ParameterizedTest
  @FieldSource("CREATING")
  void newNameTooLong(Operation operation) throws Exception {
    Path p = path("n".repeat(256));
    assertFails(submit(operation, p), FileSystemException.class, "ENAMETOOLONG", p);
  }

  // ------------------------------------------------------------------ of a wrong kind

  @ParameterizedTest
  @ValueSource(strings = {"unlink", "truncate", "load", "loadInto", "copy"})
  void aDirectoryIsNoFile(String name) throws Exception {
    Path d = folder("d");
    assertFails(submit(named(name), d), FileSystemException.class, "EISDIR", d);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rmdir", "readdir", "readdirplus", "scandir", "openDirectory"})
  void aFileIsNoDirectory(String name) throws Exception {
    Path f = write("f", "x");
    assertFails(submit(named(name), f), NotDirectoryException.class, "ENOTDIR", f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stat", "open", "readdir", "openDirectory", "chmod", "truncate", "load"})
  void aLoopIsNothing(String name) throws Exception {
    Path l = Files.createSymbolicLink(path("loop"), path("loop"));
    assertFails(submit(named(name), l), FileSystemLoopException.class, "ELOOP", l);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stat", "open", "readdir", "openDirectory", "chmod", "truncate", "load"})
  void aDanglingLinkIsNothing(String name) throws Exception {
    Path l = Files.createSymbolicLink(path("dangling"), path("none"));
    assertFails(submit(named(name), l), NoSuchFileException.class, "ENOENT", l);
  }

  private static Operation named(String name) {
    return USING.stream().filter(o -> o.name.equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFullDirectoryIsNotRemoved(boolean byRename) throws Exception {
    Path d = folder("d");
    Files.createFile(d.resolve("inside"));
    Request<?> r = byRename ? aio.rename(folder("other"), d) : aio.rmdir(d);
    Class<? extends Throwable> type = DirectoryNotEmptyException.class;
    if (byRename) {
      assertErrno(r, "ENOTEMPTY");
    } else {
      assertFails(r, type, "ENOTEMPTY", d);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file to directory", "directory to file", "into itself"})
  void renameOfWhatDoesNotFit(String what) throws Exception {
    Path f = write("f", "x");
    Path d = folder("d");
    switch (what) {
      case "file to directory" -> assertErrno(aio.rename(f, d), "EISDIR");
      case "directory to file" -> assertErrno(aio.rename(d, f), "ENOTDIR");
      default -> assertErrno(aio.rename(d, d.resolve("below")), "EINVAL");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rename", "link"})
  @Requires(privileges = Privilege.SHARED_MEMORY)
  void acrossFileSystems(String name) throws Exception {
    Path f = write("f", "x");
    Path there = Path.of("/dev/shm/" + dir.getFileName());
    Request<?> r = name.equals("link") ? aio.link(f, there) : aio.rename(f, there);
    assertFails(r, FileSystemException.class, "EXDEV", f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "truncate"})
  @Requires(privileges = Privilege.UNWRITABLE)
  void whatIsNotAllowed(String name) {
    Path p = Path.of(Privilege.READ_ONLY_EVEN_FOR_ROOT);
    Request<?> r = name.equals("open") ? aio.open(p, StandardOpenOption.WRITE) : aio.truncate(p, 0);
    assertFails(r, AccessDeniedException.class, "EACCES", p);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mkdir", "create", "symlink", "rmdir", "unlink", "chmod"})
  @Requires(privileges = Privilege.NOT_ROOT)
  void whatPermissionBitsForbid(String name) throws Exception {
    Path d = folder("d");
    Path below = d.resolve("below");
    if (name.equals("rmdir")) {
      Files.createDirectory(below);
    } else if (name.equals("unlink") || name.equals("chmod")) {
      Files.createFile(below);
    }
    aio.chmod(d, name.equals("chmod") ? 0600 : 0500).await();
    Operation operation =
        CREATING.stream().filter(o -> o.name.equals(name)).findFirst().orElseGet(() -> named(name));
    assertFails(submit(operation, below), AccessDeniedException.class, "EACCES", below);
    aio.chmod(d, 0700).await();
  }

  /** As a class that a program can name. */
  @Test
  void exceptionsShowThePublicClass() throws Exception {
    Path f = write("f", "x");
    Files.createSymbolicLink(path("loop"), path("loop"));
    assertShown(aio.stat(path("no")), NoSuchFileException.class);
    assertShown(aio.mkdir(f), FileAlreadyExistsException.class);
    assertShown(aio.rmdir(dir), DirectoryNotEmptyException.class);
    assertShown(aio.rmdir(f), NotDirectoryException.class);
    assertShown(aio.readlink(f), NotLinkException.class);
    try (var file = aio.open(f).await()) {
      assertShown(file.readFully(ByteBuffer.allocate(2), 0), EOFException.class);
    }
  }

  private static void assertShown(Request<?> request, Class<? extends Exception> type) {
    Throwable t = catchThrowable(request::await);
    assertThat(t).isInstanceOf(type);
    assertThat(t.toString()).startsWith(type.getName() + ": ");
  }
}
