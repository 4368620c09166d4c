package dev.jaio.internal.op;

import dev.jaio.DirEntry;
import dev.jaio.DirListing;
import dev.jaio.FileStat;
import dev.jaio.FileType;
import dev.jaio.internal.nio.Attributes;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Entries and attributes as java.nio gives them. */
public final class PlainListing extends AbstractList<DirEntry> implements DirListing {

  private final List<DirEntry> entries = new ArrayList<>();
  private final List<Object> answers = new ArrayList<>(); // a FileStat or an IOException

  /** An empty listing. */
  PlainListing() {}

  /** Adds what a directory stream gave. */
  void add(Path path) {
    Path name = Objects.requireNonNull(path.getFileName());
    try {
      FileStat stat = Attributes.read(path, LinkOption.NOFOLLOW_LINKS);
      entries.add(new DirEntry(name, stat.type(), stat.ino()));
      answers.add(stat);
    } catch (IOException e) {
      entries.add(new DirEntry(name, FileType.UNKNOWN, 0));
      answers.add(e);
    }
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public DirEntry get(int index) {
    return entries.get(index);
  }

  @Override
  public FileType type(int index) {
    return entries.get(index).type();
  }

  @Override
  public @Nullable FileStat stat(int index) {
    return answers.get(index) instanceof FileStat stat ? stat : null;
  }

  @Override
  public @Nullable IOException error(int index) {
    return answers.get(index) instanceof IOException e ? e : null;
  }
}
