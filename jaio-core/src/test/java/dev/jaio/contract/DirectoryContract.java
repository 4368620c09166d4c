package dev.jaio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jaio.AsyncDirectory;
import dev.jaio.DirEntry;
import dev.jaio.DirListing;
import dev.jaio.FileStat;
import dev.jaio.FileType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in directories, as a list and in pieces, with attributes and without. */
class DirectoryContract extends Contract {

  /** More than one call of the system gives. */
  private static final int MANY = 5_000;

  @TempDir static Path shared;

  private static Set<String> names(List<DirEntry> entries) {
    return entries.stream()
        .map(e -> e.name().toUri().getRawPath().replaceFirst(".*/(?=.)", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Path mixed() throws IOException {
    Path d = folder("mixed");
    Files.writeString(d.resolve("file"), "12345");
    Files.createLink(d.resolve("hard"), d.resolve("file"));
    Files.createDirectory(d.resolve("sub"));
    Files.createSymbolicLink(d.resolve("to-sub"), Path.of("sub"));
    Files.createSymbolicLink(d.resolve("dangling"), Path.of("nowhere"));
    Files.createFile(Path.of(URI.create(d.toUri() + "%E9%FFodd")));
    return d;
  }

  /** Only read, so that all cases can share it. */
  private static synchronized Path many() throws IOException {
    if (!Files.exists(shared.resolve("n0"))) {
      for (int i = MANY - 1; i >= 0; i--) {
        Files.createFile(shared.resolve("n" + i));
      }
    }
    return shared;
  }

  @Test
  void readdirGivesNamesTypesAndInodes() throws Exception {
    Path d = mixed();
    List<DirEntry> entries = aio.readdir(d).await();
    assertThat(names(entries))
        .containsExactly("%E9%FFodd", "dangling", "file", "hard", "sub", "to-sub");
    for (DirEntry each : entries) {
      FileStat stat = aio.lstat(d.resolve(each.name())).await();
      assertThat(each.type()).isEqualTo(stat.type());
      assertThat(each.ino()).isEqualTo(stat.ino());
    }
  }

  @Test
  void readdirplusGivesTheSameAndWhatLstatSays() throws Exception {
    Path d = mixed();
    DirListing listing = aio.readdirplus(d).await();
    assertThat(listing).containsExactlyElementsOf(aio.readdir(d).await());
    for (int i = 0; i < listing.size(); i++) {
      FileStat stat = aio.lstat(d.resolve(listing.get(i).name())).await();
      assertThat(listing.stat(i)).isEqualTo(stat);
      assertThat(listing.type(i)).isEqualTo(stat.type());
      assertThat(listing.error(i)).isNull();
    }
  }

  @Test
  void aSymbolicLinkIsNotFollowed() throws Exception {
    Path d = folder("d");
    Files.createSymbolicLink(d.resolve("l"), d);
    DirListing listing = aio.readdirplus(d).await();
    assertThat(listing.type(0)).isEqualTo(FileType.SYMLINK);
    assertThat(listing.stat(0)).isNotNull().matches(FileStat::isSymbolicLink);
  }

  @Test
  void aLinkToADirectoryIsListed() throws Exception {
    Path d = mixed();
    Path link = Files.createSymbolicLink(path("link"), d);
    assertThat(aio.readdirplus(link).await()).hasSameSizeAs(aio.readdirplus(d).await());
  }

  @Test
  void anEmptyDirectoryHasNoEntries() throws Exception {
    Path d = folder("d");
    assertThat(aio.readdir(d).await()).isEmpty();
    assertThat(aio.readdirplus(d).await()).isEmpty();
    try (AsyncDirectory open = aio.openDirectory(d).await()) {
      assertThat(open.readdirplus(10).await()).isEmpty();
      assertThat(open.readdirplus(10).await()).isEmpty();
      assertThat(open.readdir(10).await()).isEmpty();
    }
  }

  @Test
  void allOfALargeDirectory() throws Exception {
    DirListing listing = aio.readdirplus(many()).await();
    assertThat(names(listing)).hasSize(MANY);
    assertThat(IntStream.range(0, MANY))
        .allMatch(i -> {
          FileStat stat = listing.stat(i);
          return stat != null && stat.ino() == listing.get(i).ino() && stat.size() == 0;
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 2048, MANY, Integer.MAX_VALUE})
  void piecesAreFullUntilTheEnd(int max) throws Exception {
    Path d = max < 100 ? mixed() : many();
    var all = new ArrayList<DirEntry>();
    try (AsyncDirectory open = aio.openDirectory(d).await()) {
      DirListing piece;
      do {
        piece = open.readdirplus(max).await();
        assertThat(piece).hasSizeLessThanOrEqualTo(max);
        all.addAll(piece);
      } while (piece.size() == max);
      assertThat(open.readdirplus(max).await()).isEmpty();
    }
    assertThat(names(all)).isEqualTo(names(aio.readdir(d).await())).hasSize(all.size());
  }

  @Test
  void bothWaysGoOnWhereTheOtherEnded() throws Exception {
    Path d = many();
    var all = new ArrayList<DirEntry>();
    try (AsyncDirectory open = aio.openDirectory(d).await()) {
      for (int last = 1; last > 0; ) {
        all.addAll(open.readdir(300).await());
        DirListing piece = open.readdirplus(500).await();
        for (int i = 0; i < piece.size(); i++) {
          FileStat stat = piece.stat(i);
          assertThat(stat).isNotNull();
          assertThat(stat.ino()).isEqualTo(piece.get(i).ino());
        }
        all.addAll(piece);
        last = piece.size();
      }
    }
    assertThat(all).hasSize(MANY);
    assertThat(names(all)).hasSize(MANY);
  }

  @Test
  void oneAtATimeOnADirectory() throws Exception {
    try (AsyncDirectory open = aio.openDirectory(mixed()).await()) {
      pause();
      var first = open.readdirplus(1);
      var second = open.readdirplus(1);
      aio.minParallel(1);
      assertThat(failure(second)).isInstanceOf(IllegalStateException.class);
      assertThat(first.await()).hasSize(1);
      assertThat(open.readdirplus(1).await()).hasSize(1);
    }
  }

  @Test
  void relativeToADirectory() throws Exception {
    Path d = mixed();
    Files.createFile(d.resolve("sub/inner"));
    try (AsyncDirectory open = aio.openDirectory(d).await()) {
      assertThat(names(aio.at(open).readdirplus(Path.of("sub")).await())).containsExactly("inner");
      assertThat(aio.at(open).readdirplus(Path.of("")).await()).hasSize(6);
    }
  }

  @Test
  @Requires(Capability.BENEATH)
  void beneathADirectory() throws Exception {
    Path d = mixed();
    Files.createSymbolicLink(d.resolve("out"), dir);
    try (AsyncDirectory open = aio.openDirectory(d).await()) {
      assertThat(aio.beneath(open).readdirplus(Path.of("to-sub")).await()).isEmpty();
      assertErrno(aio.beneath(open).readdirplus(Path.of("out")), "EXDEV");
    }
  }

  @Test
  @Requires(Capability.OPEN_DIRECTORY)
  void aDirectoryThatWasRenamedIsReadOn() throws Exception {
    Path d = mixed();
    try (AsyncDirectory open = aio.openDirectory(d).await()) {
      Files.move(d, path("moved"));
      DirListing listing = open.readdirplus(100).await();
      assertThat(IntStream.range(0, listing.size())).allMatch(i -> listing.stat(i) != null);
      assertThat(listing).hasSize(6);
    }
  }

  @Test
  void max() throws Exception {
    try (AsyncDirectory open = aio.openDirectory(mixed()).await()) {
      assertThatIllegalArgumentException().isThrownBy(() -> open.readdirplus(0));
    }
  }

  @Test
  void aDirectoryIsMadeDurable() throws Exception {
    Path d = mixed();
    try (AsyncDirectory open = aio.openDirectory(d).await()) {
      open.fsync().await();
      assertThat(open.readdir(1).await()).hasSize(1);
      open.fsync().await();
      Files.move(d, path("moved"));
      folder(d.getFileName().toString());
      ByName.rightOrStale(configuration, () -> open.fsync().await());
    }
  }

  @Test
  void aListingCannotBeChanged() throws Exception {
    DirListing listing = aio.readdirplus(mixed()).await();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> listing.remove(0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> listing.stat(listing.size()));
  }

  @Test
  void cancelledListingsLeakNothing() throws Exception {
    Path d = many();
    for (int i = 0; i < 40; i++) {
      var r = aio.readdirplus(d);
      if (i % 2 == 0) {
        Thread.onSpinWait();
      }
      r.cancel();
    }
    flush();
    try (AsyncDirectory open = aio.openDirectory(d, LinkOption.NOFOLLOW_LINKS).await()) {
      open.readdirplus(MANY).cancel();
    }
  }
}
