package dev.jaio.examples;

import dev.jaio.Aio;
import dev.jaio.DirEntry;
import dev.jaio.Group;
import javax.swing.DefaultListModel;
import javax.swing.SwingUtilities;

/**
 * Callbacks on the event thread of Swing: they may change what is on the screen, and the screen
 * never freezes while a slow disk is asked. It works the same for JavaFX, with {@code
 * Platform::runLater}.
 */
public final class SwingLoop {
  private SwingLoop() {}

  /** Fills the model of a list with the names in a directory, and each with its size. */
  public static void main(String[] args) throws Exception {
    System.setProperty("java.awt.headless", "true"); // a window is not the point here
    var model = new DefaultListModel<String>();
    try (var samples = Samples.create(4);
        var aio = Aio.builder().dispatcher(SwingUtilities::invokeLater).start()) {

      Group<Void> all = aio.group(); // ends when all that was asked through it has been answered
      all.readdir(samples.directory())
          .onComplete((entries, error) -> {
            if (entries == null) {
              model.addElement("cannot be read: " + error);
              return;
            }
            for (DirEntry entry : entries) {
              int row = model.size();
              model.addElement(entry.name().toString());
              all.stat(samples.directory().resolve(entry.name()))
                  .onComplete((stat, failure) -> {
                    model.set(row, entry.name() + ": " + (stat == null ? failure : stat.size()));
                  });
            }
          });
      all.close();
      all.await(); // on the main thread; the event thread itself never waits
      SwingUtilities.invokeAndWait(
          () -> model.elements().asIterator().forEachRemaining(System.out::println));
    }
  }
}
