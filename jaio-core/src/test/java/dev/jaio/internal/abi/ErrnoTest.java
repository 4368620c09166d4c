package dev.jaio.internal.abi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, names and texts of errors. */
@SuppressWarnings("restricted")
class ErrnoTest {

  private static final Set<String> SECOND_NAMES = Set.of("EWOULDBLOCK", "EDEADLOCK", "ENOTSUP");

  @Test
  void everyConstantHasItsNameAndText() throws IllegalAccessException {
    int seen = 0;
    for (var field : Errno.class.getFields()) {
      int number = field.getInt(null);
      assertThat(Modifier.isFinal(field.getModifiers())).isTrue();
      if (!SECOND_NAMES.contains(field.getName())) {
        assertThat(Errno.name(number)).isEqualTo(field.getName());
        assertThat(Errno.ofMessage(Errno.message(number))).isEqualTo(number);
        seen++;
      }
    }
    assertThat(seen).isEqualTo(131);
  }

  @Test
  void namesAndTextsAreThoseOfTheLibrary() throws Throwable {
    MethodHandle name = function("strerrorname_np");
    MethodHandle text = function("strerrordesc_np");
    for (int number = 1; number <= 200; number++) {
      var address = (MemorySegment) name.invokeExact(number);
      if (address.address() == 0) {
        assertThat(Errno.name(number)).isEqualTo("errno " + number);
        assertThat(Errno.message(number)).isEqualTo("Unknown error " + number);
      } else {
        assertThat(Errno.name(number)).isEqualTo(string(address));
        assertThat(Errno.message(number))
            .isEqualTo(string((MemorySegment) text.invokeExact(number)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2,ENOENT,No such file or directory", "28,ENOSPC,No space left on device"})
  void wellKnown(int number, String name, String message) {
    assertThat(Errno.name(number)).isEqualTo(name);
    assertThat(Errno.message(number)).isEqualTo(message);
    assertThat(Errno.ofMessage(message)).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({"Cross-device link,18", "Symbolic link loop,40", "Quota exceeded,122"})
  void textsOfMuslAreKnownToo(String message, int number) {
    assertThat(Errno.ofMessage(message)).isEqualTo(number);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "Datei oder Verzeichnis nicht gefunden"})
  void unknownTextHasNoNumber(String message) {
    assertThat(Errno.ofMessage(message)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -2, 41, 134, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void unknownNumberIsNamedByItself(int number) {
    assertThat(Errno.name(number)).isEqualTo("errno " + number);
    assertThat(Errno.message(number)).isEqualTo("Unknown error " + number);
  }

  @Test
  void numberIsRecoveredFromAnExceptionOfTheJdk(@TempDir Path dir) throws Exception {
    Path loop = Files.createSymbolicLink(dir.resolve("loop"), Path.of("loop"));
    var e = catchThrowableOfType(FileSystemException.class, () -> Files.newInputStream(loop));
    assertThat(Errno.ofMessage(e.getReason())).isEqualTo(Errno.ELOOP);
    var e2 = catchThrowableOfType(IOException.class, () -> Files.readAllBytes(dir));
    assertThat(Errno.ofMessage(e2.getMessage())).isEqualTo(Errno.EISDIR);
  }

  private static MethodHandle function(String name) {
    var linker = Linker.nativeLinker();
    var symbol = linker.defaultLookup().find(name);
    assumeTrue(symbol.isPresent(), "only glibc 2.32 and later has " + name);
    return linker.downcallHandle(symbol.get(), FunctionDescriptor.of(ADDRESS, JAVA_INT));
  }

  private static String string(MemorySegment address) {
    return address.reinterpret(256).getString(0);
  }
}
