package dev.jaio.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jaio.internal.nio.Nio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What java.nio lacks of an operation: the reasons with which its form for java.nio refuses, in
 * whatever method of ours it does so.
 */
final class NioLimits {

  private static final String FORM = "nio(L" + internal(Nio.class) + ";)I";

  private final Class<?> operation;
  private final Set<String> reasons = new LinkedHashSet<>();
  private final Set<String> seen = new HashSet<>();

  private NioLimits(Class<?> operation) {
    this.operation = operation;
  }

  /** As the table tells it. */
  static String of(Class<?> operation) {
    CodeModel form = code(operation, FORM);
    if (form == null) {
      return "no";
    }
    var limits = new NioLimits(operation);
    limits.follow(form);
    String all = String.join("; ", limits.reasons);
    boolean ever = form.elementStream().anyMatch(ReturnInstruction.class::isInstance);
    return all.isEmpty() ? "yes" : (ever ? "yes, but: " : "no: ") + all;
  }

  private void follow(CodeModel code) {
    String constant = "";
    for (var element : code) {
      if (element instanceof ConstantInstruction c && c.constantValue() instanceof String s) {
        constant = s;
      } else if (element instanceof InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        String method = call.name().stringValue() + call.type().stringValue();
        assertThat(owner)
            .as("what %s refuses names the operation: Nio.unsupported does", operation)
            .isNotEqualTo(internal(UnsupportedOperationException.class));
        if (method.startsWith("unsupported(")) {
          reasons.add(constant);
        } else if (isOurs(owner) && seen.add(owner + method)) {
          follow(owner, method);
        }
      }
    }
  }

  private void follow(String owner, String method) {
    Class<?> c = load(owner);
    CodeModel code = code(c.isAssignableFrom(operation) ? operation : c, method);
    if (code != null) {
      follow(code);
    }
  }

  private static boolean isOurs(String owner) {
    return owner.startsWith("dev/jaio/internal/op/") || owner.startsWith("dev/jaio/internal/nio/");
  }

  /** The code of a method of a class or what that inherits below Task; null if there is none. */
  private static @Nullable CodeModel code(Class<?> from, String method) {
    for (Class<?> c = from; c != null && isOurs(internal(c)); c = c.getSuperclass()) {
      for (var m : ClassFile.of().parse(bytes(c)).methods()) {
        if (method.equals(m.methodName().stringValue() + m.methodType().stringValue())) {
          return m.code().orElse(null);
        }
      }
    }
    return null;
  }

  private static byte[] bytes(Class<?> c) {
    try (var in = c.getResourceAsStream("/" + internal(c) + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String internal(Class<?> c) {
    return c.getName().replace('.', '/');
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name.replace('/', '.'));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
