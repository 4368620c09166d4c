package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.Backend;
import dev.jaio.FileStat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One run of a command: its streams, its engine, its status. */
final class Session implements AutoCloseable {

  /** Enough for a disk that has to be asked; more only take the processors from each other. */
  private static final int MOST_THREADS = 4;

  /** Standard input. */
  final InputStream in;

  /** Standard output. */
  final ByteOutput out;

  private final ByteOutput err;
  private final boolean isProcess;
  private @Nullable Aio aio;
  private @Nullable Progress progress;
  private @Nullable Privileges privileges;
  private @Nullable Backend backend;
  private int jobs;
  private int status;

  /**
   * Starts a run.
   *
   * @param isProcess whether this is all that the process does, and the streams are its own
   */
  Session(InputStream in, OutputStream out, OutputStream err, boolean isProcess) {
    this.in = in;
    this.out = new ByteOutput(out);
    this.err = new ByteOutput(err);
    this.isProcess = isProcess;
  }

  /** Sets what the engine shall be; null and 0 leave it to the library. */
  void engine(@Nullable String wanted, int threads) {
    try {
      backend = wanted == null ? null : Backend.valueOf(wanted.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new Tool.UsageException("there is no backend " + Quoting.always(wanted));
    }
    jobs = threads;
  }

  /** The engine, started when it is first needed. This thread polls it. */
  Aio aio() {
    Aio engine = aio;
    if (engine == null) {
      engine = start(Aio.builder().polled(), backend);
      aio = engine;
    }
    return engine;
  }

  /** Starts an engine with the number of threads that was asked for. */
  Aio start(Aio.Builder builder, @Nullable Backend wanted) {
    if (wanted != null) {
      builder.backend(wanted);
    }
    if (jobs > 0) {
      builder.minParallel(jobs).maxParallel(jobs);
    } else {
      builder.maxParallel(Math.max(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    }
    try {
      return builder.start();
    } catch (IllegalArgumentException e) { // of the property or the environment variable
      throw new Tool.UsageException(String.valueOf(e.getMessage()), false);
    }
  }

  /** Says what Ctrl-C does, from now on, before the process ends. */
  void onInterrupt(Runnable action) {
    if (isProcess) {
      Interruption.onInterrupt(action);
    }
  }

  /** Whether this is all that the process does. */
  boolean isProcess() {
    return isProcess;
  }

  /** Whether standard output goes to a terminal. */
  boolean isTerminal() {
    return isProcess && Terminal.isTerminal(1);
  }

  /** Whether somebody at a terminal can be asked. */
  boolean isAskable() {
    return isProcess && Terminal.isTerminal(0);
  }

  /** What the process may do to files. */
  Privileges privileges() {
    Privileges known = privileges;
    if (known == null) {
      known = Privileges.own();
      privileges = known;
    }
    return known;
  }

  /** How wide standard output is, or the usual width. */
  int width() {
    return isTerminal() ? Terminal.width() : Terminal.USUAL_WIDTH;
  }

  /** The attributes of a standard stream, null if they are not to be had. */
  @Nullable FileStat stream(int descriptor) throws InterruptedException {
    try {
      return isProcess ? aio().stat(Path.of("/proc/self/fd/" + descriptor)).await() : null;
    } catch (IOException e) {
      return null; // closed, or no /proc
    }
  }

  /**
   * Progress on standard error, if that is a terminal; but not between the lines of a command that
   * says what it does on a terminal, too.
   */
  Progress progress(String verb, boolean verbose) {
    boolean isSeen = isProcess && Terminal.isTerminal(2) && !(verbose && isTerminal());
    var shown = new Progress(err, verb, isSeen);
    progress = shown;
    return shown;
  }

  /** Says what went wrong; the run will end with status 1 at least. */
  void error(String message) {
    warn(message);
    fail(1);
  }

  /** Says something that does not make the run a failure. */
  void warn(String message) {
    Progress shown = progress;
    if (shown != null) {
      shown.clear();
    }
    out.flush();
    complain("jaio: " + message + '\n');
  }

  /** Asks on standard error; whether the answer on standard input begins with a y. */
  boolean confirms(String question) {
    Progress shown = progress;
    if (shown != null) {
      shown.clear();
    }
    out.flush();
    complain("jaio: " + question + "? ");
    try {
      int first = in.read();
      for (int each = first; each >= 0 && each != '\n'; ) {
        each = in.read();
      }
      return first == 'y' || first == 'Y';
    } catch (IOException e) {
      return false; // nobody answers
    }
  }

  /** Says what went wrong with a file, in the words of the system. */
  void error(String what, Throwable error) {
    error(what + ": " + Reasons.of(error));
  }

  /** Writes a text to standard error as it is. */
  void complain(String text) {
    try {
      err.put(text).flush();
    } catch (ByteOutput.OutputFailure e) {
      fail(1); // nobody can be told, and the command goes on as it would
    }
  }

  /** Raises the status. */
  void fail(int least) {
    status = Math.max(status, least);
  }

  /** The status so far. */
  int status() {
    return status;
  }

  /** Ends progress and engine, without waiting for what nobody wants any more. */
  @Override
  public void close() {
    Progress shown = progress;
    if (shown != null) {
      shown.clear();
    }
    Aio engine = aio;
    if (engine != null && !isProcess) { // one that ends needs no orderly end of daemon threads
      closeNow(engine);
    }
  }

  /** A walk that was given up may still go on in a callback, and is refused. */
  private static void closeNow(Aio engine) {
    try {
      engine.closeNow();
    } catch (IllegalStateException e) {
      engine.closeNow();
    }
  }
}
