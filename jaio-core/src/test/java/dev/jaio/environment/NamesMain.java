package dev.jaio.environment;

import dev.jaio.Aio;
import dev.jaio.Backend;
import dev.jaio.DirEntry;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes a directory through everything with names that no locale has all characters of, and prints
 * what went wrong, then the encoding of names: its arguments are the backend and the directory.
 */
final class NamesMain {

  /** UTF-8, ISO 8859-1, bytes that are neither, and what shells and URIs trip over. */
  private static final String[] NAMES = {
    "%C3%A4%C3%B6%C3%BC",
    "%E4%F6%FC",
    "%FF%FE%80",
    "%F0%9F%90%AA",
    "a%20b",
    "a%0Ab",
    "%25",
    "-x",
    "%22%27%5C",
    "%C3",
    "%01%7F",
    "plain"
  };

  private final Aio aio;
  private final Path dir;
  private boolean wrong;

  private NamesMain(Aio aio, Path dir) {
    this.aio = aio;
    this.dir = dir;
  }

  public static void main(String[] args) throws Exception {
    try (Aio aio = Aio.builder().backend(Backend.valueOf(args[0])).start()) {
      var main = new NamesMain(aio, Path.of(args[1]));
      main.run();
      System.out.println(
          (main.wrong ? "WRONG with " : "right with ")
              + Charset.forName(System.getProperty("sun.jnu.encoding")).name());
    }
  }

  private static Path path(Path directory, String escaped) {
    return Path.of(URI.create(base(directory) + escaped));
  }

  /** The URI of a directory ends in a slash if the directory is there. */
  private static String base(Path directory) {
    String uri = directory.toUri().toString();
    return uri.endsWith("/") ? uri : uri + "/";
  }

  /** A name as a URI has it, in which no byte is lost. */
  private String name(Path p) {
    return p.toUri().toString().substring(base(dir).length());
  }

  private void run() throws Exception {
    var expected = new TreeSet<String>();
    for (String name : NAMES) {
      Path p = path(dir, name);
      aio.open(p, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).await().close();
      expected.add(name(p));
    }
    check("readdir", names(), expected);
    for (DirEntry e : aio.readdir(dir).await()) {
      use(dir.resolve(e.name()));
    }
    check("what is left", names(), new TreeSet<>());
  }

  /** Renames, links, lists as a directory, and removes a file under the name that was read. */
  private void use(Path p) throws Exception {
    check(p.toUri() + " is a file", aio.stat(p).await().isRegularFile(), true);
    check("the JDK finds it", Files.exists(p), true);
    Path moved = path(dir, "moved");
    aio.rename(p, moved).await();
    aio.symlink(p.getFileName(), moved.resolveSibling("link")).await();
    Path target = aio.readlink(moved.resolveSibling("link")).await();
    check("readlink", dir.resolve(target).toUri(), p.toUri());
    aio.unlink(moved.resolveSibling("link")).await();
    aio.mkdir(p).await();
    aio.rename(moved, p.resolve(p.getFileName())).await();
    check("scandir", aio.scandir(p).await().others().getFirst().name(), p.getFileName());
    aio.copy(p.resolve(p.getFileName()), moved).await();
    aio.move(moved, p.resolve("copy")).await();
    aio.unlink(p.resolve("copy")).await();
    aio.unlink(p.resolve(p.getFileName())).await();
    aio.rmdir(p).await();
  }

  private Set<String> names() throws Exception {
    var found = new TreeSet<String>();
    for (DirEntry e : aio.readdir(dir).await()) {
      found.add(name(dir.resolve(e.name())));
    }
    return found;
  }

  private void check(String what, Object found, Object expected) {
    if (!found.equals(expected)) {
      wrong = true;
      System.out.println(what + ": " + found + " instead of " + expected);
    }
  }
}
