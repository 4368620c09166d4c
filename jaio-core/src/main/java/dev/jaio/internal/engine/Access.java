package dev.jaio.internal.engine;

import dev.jaio.Aio;
import dev.jaio.AsyncDirectory;
import dev.jaio.AsyncFile;
import dev.jaio.AsyncFiles;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * What the internal packages need of the public types and the public must not: their constructors
 * and handles. The public package installs it, as the JDK does with its shared secrets.
 */
public abstract class Access {

  private static volatile @Nullable Access instance;

  /** Called once by the public package. */
  public static void install(Access access) {
    instance = access;
  }

  private static Access get() {
    Access a = instance;
    if (a == null) {
      throw new IllegalStateException("no engine has been made yet");
    }
    return a;
  }

  /** Makes an open file. */
  public static AsyncFile file(AsyncFiles files, HandleOwner owner) {
    return get().newFile(files, owner);
  }

  /** Makes an open directory. */
  public static AsyncDirectory directory(AsyncFiles files, HandleOwner owner) {
    return get().newDirectory(files, owner);
  }

  /** The handle of an open directory. */
  public static Handle handle(AsyncDirectory directory) {
    return get().handleOf(directory);
  }

  /**
   * Makes an engine on a backend that no builder offers: for tests and benchmarks. The class of the
   * engine is initialised first, since nobody may have asked for one yet.
   */
  public static Aio aio(Config config, Backends backends) {
    try {
      MethodHandles.lookup().ensureInitialized(Aio.class);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    return get().newAio(config, backends);
  }

  /** Makes an engine. */
  protected abstract Aio newAio(Config config, Backends backends);

  /** Makes an open file. */
  protected abstract AsyncFile newFile(AsyncFiles files, HandleOwner owner);

  /** Makes an open directory. */
  protected abstract AsyncDirectory newDirectory(AsyncFiles files, HandleOwner owner);

  /** The handle of an open directory. */
  protected abstract Handle handleOf(AsyncDirectory directory);
}
