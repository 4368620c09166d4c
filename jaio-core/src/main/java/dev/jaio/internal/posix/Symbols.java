package dev.jaio.internal.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import org.jspecify.annotations.Nullable;

/**
 * Where functions of the C library are looked up.
 *
 * <p>The JDK loads a library of its own for that, once. If that fails, as it does while no
 * descriptor is free, its look-up finds nothing as long as the process lives. Then the C library is
 * asked for by name: it is loaded since long, and to get it once more takes no descriptor.
 */
@SuppressWarnings("restricted")
final class Symbols {

  /** Every C library has it. */
  private static final String KNOWN = "close";

  private static final String LIBC = "libc.so.6";

  private static volatile @Nullable SymbolLookup found;

  private Symbols() {}

  /** The look-up, or null if there is none that finds anything; the next call tries again. */
  static @Nullable SymbolLookup find() {
    SymbolLookup lookup = found;
    if (lookup == null) {
      lookup = Linker.nativeLinker().defaultLookup();
      if (lookup.find(KNOWN).isEmpty()) {
        lookup = byName();
      }
      found = lookup;
    }
    return lookup;
  }

  private static @Nullable SymbolLookup byName() {
    try {
      SymbolLookup lookup = SymbolLookup.libraryLookup(LIBC, Arena.global());
      return lookup.find(KNOWN).isEmpty() ? null : lookup;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
