package dev.jaio.cli;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What a command is told on the command line, for picocli to parse. Declared by calls: to read
 * annotations takes the JVM longer than all that a small command does.
 */
final class Options {

  private final CommandSpec spec = CommandSpec.create();
  private final Map<String, String> usually = new HashMap<>();

  /** Says what the command is for. */
  Options about(String... lines) {
    spec.usageMessage().description(lines);
    return this;
  }

  /** Says more below the options. */
  Options footer(String... lines) {
    spec.usageMessage().footer(lines);
    return this;
  }

  /** An option without an argument. */
  Options flag(String description, Runnable given, String... names) {
    spec.addOption(
        OptionSpec.builder(names)
            .type(boolean.class)
            .arity("0")
            .description(description)
            .setter(new Setter<Boolean>(_ -> given.run()))
            .build());
    return this;
  }

  /** An option with an argument. */
  Options value(String label, String description, Consumer<String> given, String... names) {
    return value("1", label, description, given, names);
  }

  private Options value(
      String arity, String label, String description, Consumer<String> given, String... names) {
    spec.addOption(
        OptionSpec.builder(names)
            .type(String.class)
            .arity(arity)
            .paramLabel(label)
            .description(description)
            .setter(new Setter<>(given))
            .build());
    return this;
  }

  /**
   * An option with an argument that may be left out; if not, it follows a "=".
   *
   * @param usual what stands for no argument
   */
  Options optional(
      String label, String description, String usual, Consumer<String> given, String name) {
    usually.put(name, usual);
    return value("0..1", label, description, given, name);
  }

  /** The arguments, with those that were left out, and with the whole names of options. */
  String[] complete(List<String> args) {
    String[] complete = args.toArray(new String[0]);
    for (int i = 0; i < complete.length && !complete[i].equals("--"); i++) {
      if (complete[i].startsWith("--") && (i == 0 || !takesNext(complete[i - 1]))) {
        complete[i] = whole(complete[i]);
      }
      String usual = usually.get(complete[i]);
      if (usual != null) {
        complete[i] += '=' + usual;
      }
    }
    return complete;
  }

  private boolean takesNext(String name) {
    OptionSpec option = spec.findOption(name);
    return option != null && option.arity().min() > 0;
  }

  /** An option with its whole name: the beginning will do if no other one begins like that. */
  private String whole(String given) {
    int equals = given.indexOf('=');
    String name = equals < 0 ? given : given.substring(0, equals);
    if (spec.findOption(name) != null) {
      return given;
    }
    List<String> possible =
        spec.options().stream()
            .flatMap(option -> Arrays.stream(option.names()))
            .filter(each -> each.startsWith(name))
            .sorted()
            .toList();
    if (possible.size() > 1) {
      throw new Tool.UsageException(
          "option "
              + Quoting.always(given)
              + " is ambiguous; possibilities: '"
              + String.join("' '", possible)
              + '\'');
    }
    return possible.isEmpty() ? given : possible.getFirst() + given.substring(name.length());
  }

  /** What is neither an option nor the argument of one; not called if there is nothing. */
  Options operands(String label, String description, Consumer<List<String>> given) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("0..*")
            .paramLabel(label)
            .description(description)
            .setter(new Setter<>(given))
            .build());
    return this;
  }

  /** The option that asks for help. */
  Options help(String description, String... names) {
    spec.addOption(
        OptionSpec.builder(names)
            .type(boolean.class)
            .arity("0")
            .usageHelp(true)
            .description(description)
            .build());
    return this;
  }

  /** The parser. */
  CommandLine parser(String command) {
    return new CommandLine(spec.name(command));
  }

  /** Hands over what was given, and not what stands for nothing given. */
  private static final class Setter<V> implements ISetter {
    private final Consumer<V> given;

    Setter(Consumer<V> given) {
      this.given = given;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T extends @Nullable Object> T set(T value) {
      // an empty list is what picocli sets before it knows the first operand
      if (value != null && !value.equals(false) && !value.equals(List.of())) {
        given.accept((V) value);
      }
      return value;
    }
  }
}
