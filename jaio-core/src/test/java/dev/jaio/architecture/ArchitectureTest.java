package dev.jaio.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md that a machine can check. */
class ArchitectureTest {

  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.jaio");

  private static final int MAX_LINES = 500;

  @Test
  void onlyPosixAndTheOperationsTouchNativeMemory() {
    noClasses()
        .that()
        .resideInAnyPackage("..internal.nio..", "..internal.engine..", "..internal.abi..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(LIBRARY);
  }

  @Test
  void onlyPosixMakesDowncalls() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..internal.posix..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.foreign.Linker")
        .check(LIBRARY);
  }

  @Test
  void theEngineKnowsOperationsOnlyWhereHandlesAreClosedAndLent() {
    noClasses()
        .that()
        .resideInAPackage("..internal.engine..")
        .and()
        .doNotHaveSimpleName("HandleOwner") // closes what was forgotten
        .and()
        .doNotHaveSimpleName("Leak")
        .and()
        .doNotHaveSimpleName("Handle") // asks whether memory may be lent to its file
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..internal.op..")
        .because("the engine carries requests and does not know what they do")
        .check(LIBRARY);
  }

  @Test
  void theAbiDependsOnNothing() {
    classes()
        .that()
        .resideInAPackage("..internal.abi..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("..internal.abi..", "java..", "org.jspecify..")
        .check(LIBRARY);
  }

  @Test
  void theLibraryPrintsNothing() {
    noClasses().should().accessField(System.class, "out").check(LIBRARY);
    noClasses().should().accessField(System.class, "err").check(LIBRARY);
  }

  @Test
  void atMostAQuarterOfTheTypesIsExported() {
    long all = LIBRARY.stream().filter(JavaClass::isTopLevelClass).count();
    long exported =
        LIBRARY.stream()
            .filter(c -> c.isTopLevelClass() && c.getPackageName().equals("dev.jaio"))
            .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
            .count();
    assertThat(exported * 4).isLessThanOrEqualTo(all);
  }

  @Test
  void noPublicMethodShowsAnInternalType() {
    for (JavaClass c : LIBRARY) {
      if (c.getPackageName().equals("dev.jaio") && c.getModifiers().contains(JavaModifier.PUBLIC)) {
        for (var m : c.getMethods()) {
          if (m.getModifiers().contains(JavaModifier.PUBLIC)) {
            assertThat(m.getRawReturnType().getName())
                .as(m.getFullName())
                .doesNotContain("internal");
            assertThat(m.getRawParameterTypes().toString())
                .as(m.getFullName())
                .doesNotContain("internal");
          }
        }
      }
    }
  }

  @Test
  void noFileIsTooLong() throws IOException {
    try (var files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        long lines;
        try (var content = Files.lines(file)) {
          lines = content.count();
        }
        assertThat(lines).as(file.toString()).isLessThanOrEqualTo(most(file));
      }
    }
  }

  /** Lists of methods are long by their documentation, and the life of a request is one thing. */
  private static long most(Path file) {
    String name = file.getFileName().toString();
    return switch (name) {
      case "AsyncFiles.java", "Aio.java", "Task.java" -> MAX_LINES + 100;
      default -> MAX_LINES;
    };
  }
}
