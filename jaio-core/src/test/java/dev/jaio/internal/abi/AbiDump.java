package dev.jaio.internal.abi;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prints every public constant of the package as {@code Class.CONSTANT value}, the form {@code
 * abi.c} prints. Run with {@code -Dos.arch=...} it shows those of another architecture.
 */
final class AbiDump {

  private AbiDump() {}

  public static void main(String[] args)
      throws IOException, URISyntaxException, ReflectiveOperationException {
    Path classes = Path.of(Arch.class.getResource("Arch.class").toURI()).getParent();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(classes, "*.class")) {
      for (Path file : files) {
        String name = file.getFileName().toString().replace(".class", "");
        if (!name.equals("package-info")) {
          print(Class.forName(Arch.class.getPackageName() + "." + name));
        }
      }
    }
  }

  private static void print(Class<?> type) throws IllegalAccessException {
    for (var field : type.getDeclaredFields()) {
      int modifiers = field.getModifiers();
      if (Modifier.isPublic(modifiers)
          && Modifier.isStatic(modifiers)
          && (field.getType() == int.class || field.getType() == long.class)) {
        System.out.println(
            type.getSimpleName() + "." + field.getName() + " " + field.getLong(null));
      }
    }
  }
}
