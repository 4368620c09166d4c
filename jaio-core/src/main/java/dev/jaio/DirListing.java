package dev.jaio;

import dev.jaio.internal.op.PackedListing;
import dev.jaio.internal.op.PlainListing;
import java.io.IOException;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a directory together with the attributes of each, a symbolic link's own: {@link
 * AsyncFiles#readdirplus}. An unmodifiable list, in the order of the file system.
 *
 * <p>Entries and attributes are kept in the form the system returned them, about 200 bytes each.
 * Objects are created when they are asked for, new ones each time. Thread-safe.
 */
public sealed interface DirListing extends List<DirEntry>, RandomAccess
    permits PackedListing, PlainListing {

  /**
   * Returns the type of an entry, from its attributes or, if there are none, as the directory
   * records it. Creates no object.
   *
   * @param index which entry, from 0
   * @return the type
   */
  FileType type(int index);

  /**
   * Returns the attributes of an entry.
   *
   * @param index which entry, from 0
   * @return the attributes, or null if they could not be read
   */
  @Nullable FileStat stat(int index);

  /**
   * Returns why the attributes of an entry could not be read: it may have been removed meanwhile,
   * or the directory may be readable but not searchable.
   *
   * @param index which entry, from 0
   * @return the reason, or null if the attributes are there
   */
  @Nullable IOException error(int index);
}
