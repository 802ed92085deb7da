package dev.slipway.benchmarks.blocks;

import dev.slipway.benchmarks.server.Machine;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the measurements of this package and holds them against their goals. */
public final class BlocksReport {

  private static final double MOST_MICROS = 200;
  private static final double BLOCKS_A_SECOND = 5_000;
  private static final double LINES_A_SECOND = 100_000;
  private static final double MICROS = 1e6;
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final PrintStream out;
  private final int seconds;

  private BlocksReport(PrintStream out, int seconds) {
    this.out = out;
    this.seconds = seconds;
  }

  /**
   * Measures and prints, each figure from a JVM of its own.
   *
   * @param seconds of each of 3 rounds to warm up and 5 that count
   */
  public static void print(PrintStream out, int seconds) {
    new BlocksReport(out, seconds).print();
  }

  private void print() {
    out.printf(
        Locale.ROOT,
        "%s; JDK %s; load of the machine before: %.1f%n%n",
        Machine.now(),
        Runtime.version(),
        Machine.load());
    out.println("One block of 2 metrics with 12 boundaries, without pod effects; microseconds:");
    out.printf(
        "%-18s%10s%8s%14s%10s%10s%14s%n",
        "", "requests", "weight", "blocks before", "median", "90 %", "bytes a block");
    run(BlockBenchmark.class).forEach(this::printBlock);
    out.println();
    out.println("slipway analyze, a line of 12 boundaries, default rules; microseconds a line:");
    run(LineBenchmark.class).forEach(this::printLine);
    out.printf(Locale.ROOT, "%nload of the machine after: %.1f%n", Machine.load());
  }

  private Collection<RunResult> run(Class<?> benchmark) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(benchmark.getName())
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(seconds))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(seconds))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT);
    try {
      return new Runner(options.build()).run();
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH could not measure " + benchmark.getSimpleName(), e);
    }
  }

  private void printBlock(RunResult run) {
    double median = percentile(run, 50);
    boolean alone = name(run).equals("observe");
    out.printf(
        Locale.ROOT,
        "%-18s%10s%7s%%%14s%10.1f%10.1f%14.0f  %s%n",
        alone ? "judged" : "judged, reported",
        run.getParams().getParam("requests"),
        run.getParams().getParam("weight"),
        run.getParams().getParam("age"),
        median,
        percentile(run, 90),
        allocated(run),
        alone ? goal(median <= MOST_MICROS, "at most 200") : "");
  }

  private void printLine(RunResult run) {
    double median = percentile(run, 50);
    boolean parsed = name(run).equals("parse");
    double least = parsed ? LINES_A_SECOND : BLOCKS_A_SECOND;
    out.printf(
        Locale.ROOT,
        "%-18s%10.2f: %,.0f a second, %.0f bytes a line  %s%n",
        parsed ? "read" : "read and decided",
        median,
        MICROS / median,
        allocated(run),
        goal(MICROS / median >= least, String.format(Locale.ROOT, "%,.0f", least)));
  }

  private static String goal(boolean met, String what) {
    return "goal " + what + (met ? ": met" : ": MISSED");
  }

  private static String name(RunResult run) {
    String full = run.getParams().getBenchmark();
    return full.substring(full.lastIndexOf('.') + 1);
  }

  private static double percentile(RunResult run, double rank) {
    return run.getPrimaryResult().getStatistics().getPercentile(rank);
  }

  @SuppressWarnings("rawtypes") // as JMH gives them
  private static double allocated(RunResult run) {
    return run.getSecondaryResults().entrySet().stream()
        .filter(result -> result.getKey().endsWith(ALLOCATED))
        .mapToDouble(result -> result.getValue().getScore())
        .findFirst()
        .orElse(Double.NaN);
  }
}
