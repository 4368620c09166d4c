package dev.jaio.contract;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.TestWatcher;

/** Counts the cases and, when all have run, prints how many there were and what was left out. */
final class Tally implements BeforeEachCallback, TestWatcher {

  private static final Namespace NAMESPACE = Namespace.create(Tally.class);

  /** What is printed at the end. */
  private static final class Counts implements AutoCloseable {
    private final Set<String> cases = ConcurrentHashMap.newKeySet();
    private final AtomicInteger runs = new AtomicInteger();
    private final Map<String, Set<String>> left = new ConcurrentHashMap<>();

    @Override
    @SuppressWarnings("SystemOut")
    public void close() {
      var text = new StringBuilder();
      int configurations = Configuration.values().length;
      text.append(
          "contract: %d cases x %d configurations, %d runs%n"
              .formatted(cases.size(), configurations, runs.get()));
      for (Capability c : Capability.values()) {
        text.append("  %s lacks %s: %s%n".formatted(c.lacking(), c, c.reason()));
        append(text, c.name());
      }
      for (Privilege p : Privilege.values()) {
        if (!p.isHere()) {
          text.append("  this machine lacks %s%n".formatted(p));
          append(text, p.name());
        }
      }
      System.out.print(text);
    }

    private void append(StringBuilder text, String name) {
      for (String c : new TreeSet<>(left.getOrDefault(name, Set.of()))) {
        text.append("    ").append(c).append('\n');
      }
    }
  }

  private static Counts counts(ExtensionContext context) {
    Store store = context.getRoot().getStore(NAMESPACE);
    return store.computeIfAbsent(Counts.class, _ -> new Counts(), Counts.class);
  }

  private static String name(ExtensionContext context) {
    String method = context.getRequiredTestMethod().getName();
    String display = context.getDisplayName();
    String row = display.startsWith(method + "(") ? "" : " " + display;
    return context.getRequiredTestClass().getSimpleName() + "." + method + row;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Counts c = counts(context);
    c.cases.add(name(context));
    c.runs.incrementAndGet();
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    String reason = message.substring(message.lastIndexOf(' ') + 1);
    counts(context)
        .left
        .computeIfAbsent(reason, _ -> new ConcurrentSkipListSet<>())
        .add(name(context));
  }
}
