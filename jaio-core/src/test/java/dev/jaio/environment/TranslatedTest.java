package dev.jaio.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.jaio.internal.posix.Jvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On java.nio, errors are known by their texts, which the system translates. */
class TranslatedTest {

  @ParameterizedTest
  @ValueSource(strings = {"C.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8"})
  void errorsAreKnownInEveryLanguage(String locale, @TempDir Path dir) {
    Jvm.Result result = Jvm.jvm().locale(locale).run(TranslatedMain.class, dir.toString());
    List<String> lines = result.output().lines().toList();
    boolean english = lines.getFirst().endsWith("Not a directory");
    assumeFalse(english && !locale.startsWith("C."), "translations for " + locale);
    assertThat(lines.subList(1, lines.size()))
        .containsExactly("ENOTDIR", "EISDIR", "ENAMETOOLONG", "ELOOP", "EXDEV");
    assertThat(result.exit()).isZero();
  }
}
