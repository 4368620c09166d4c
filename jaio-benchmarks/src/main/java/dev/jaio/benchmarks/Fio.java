package dev.jaio.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * fio, a program that does nothing but measure: 4 KiB at random positions of the large file,
 * through io_uring. It has to be started for every window, reads blocks without looking at them,
 * and reports its processor time in per cent of the window.
 */
final class Fio implements Measured {

  // fields of its terse output, version 3
  private static final int ERROR = 4;
  private static final int READ_KIB = 5;
  private static final int READ_MILLIS = 8;
  private static final int USER_PERCENT = 87;
  private static final int SYSTEM_PERCENT = 88;
  private static final int BLOCKS_PER_SUBMIT = 16;

  private final List<String> command;

  private Fio(List<String> command) {
    this.command = command;
  }

  static Measured reads(Data data, int depth, boolean direct) throws Exception {
    try {
      run(List.of("fio", "--version"));
    } catch (IOException e) {
      throw new Row.MissingException("fio was not found: install fio");
    }
    int batch = Math.min(depth, BLOCKS_PER_SUBMIT);
    return new Fio(
        List.of(
            "fio",
            "--name=read",
            "--filename=" + data.large(),
            "--readonly",
            "--rw=randread",
            "--bs=" + Data.BLOCK,
            "--ioengine=io_uring",
            "--registerfiles=1",
            "--direct=" + (direct ? 1 : 0),
            "--invalidate=0", // what is in the cache stays there
            "--iodepth=" + depth,
            "--iodepth_batch_submit=" + batch,
            "--iodepth_batch_complete_min=1",
            "--iodepth_batch_complete_max=" + depth,
            "--norandommap",
            "--randrepeat=0",
            "--gtod_reduce=1",
            "--thread",
            "--time_based",
            "--output-format=terse",
            "--terse-version=3"));
  }

  @Override
  public Window run(long runUpMillis, long millis) throws Exception {
    var whole = new ArrayList<String>(command);
    whole.add("--ramp_time=" + runUpMillis + "ms");
    whole.add("--runtime=" + millis + "ms");
    String[] f = run(whole).strip().split(";", -1);
    if (!f[ERROR].equals("0")) {
      throw new IOException("fio failed with error " + f[ERROR]);
    }
    long nanos = Long.parseLong(f[READ_MILLIS]) * 1_000_000;
    double busy = percent(f[USER_PERCENT]) + percent(f[SYSTEM_PERCENT]);
    long blocks = Long.parseLong(f[READ_KIB]) * 1024 / Data.BLOCK;
    return new Window(blocks, nanos, Math.round(busy * nanos), 0, 0);
  }

  private static double percent(String field) {
    return Double.parseDouble(field.replace("%", "")) / 100;
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("fio ended with " + process.exitValue() + ": " + said.strip());
    }
    return said;
  }

  @Override
  public void close() {}
}
