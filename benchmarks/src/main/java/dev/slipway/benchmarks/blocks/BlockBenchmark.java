package dev.slipway.benchmarks.blocks;

import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.analysis.AnalysisReport;
import dev.slipway.analysis.AnalysisState;
import dev.slipway.analysis.Block;
import dev.slipway.analysis.CanaryAnalysis;
import dev.slipway.analysis.MetricPlan;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One block of 2 metrics with 12 boundaries, without pod effects. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BlockBenchmark {

  private static final int DIFFERENT = 64;

  /** Of both versions, in the block. */
  @Param({"500", "50000"})
  public long requests;

  /** Of the canary, in percent. */
  @Param({"10", "50"})
  public double weight;

  /** Blocks before it: none, or a day. */
  @Param({"1", "17280"})
  public int age;

  private AnalysisState state = CanaryAnalysis.start(plan());
  private List<Block> next = List.of();
  private int at;

  /** Gathers what the blocks before have left. */
  @Setup
  public void gather() {
    SimulatedBlocks blocks = new SimulatedBlocks(1, requests, weight / 100);
    for (int number = 0; number < age; number++) {
      state = CanaryAnalysis.observe(state, blocks.block(number));
    }
    // Judged again and again in the same state, each time with other counts.
    next = Stream.generate(() -> blocks.block(age)).limit(DIFFERENT).toList();
  }

  /** The judgement alone. */
  @Benchmark
  public AnalysisState observe() {
    return CanaryAnalysis.observe(state, block());
  }

  /** With everything that is said about it. */
  @Benchmark
  public AnalysisReport observeAndReport() {
    return CanaryAnalysis.report(CanaryAnalysis.observe(state, block()));
  }

  private Block block() {
    at = (at + 1) % DIFFERENT;
    return next.get(at);
  }

  static AnalysisPlan plan() {
    return new AnalysisPlan(
        0.01,
        1,
        1,
        Duration.ZERO,
        List.of(
            MetricPlan.errors("errors", 0.005),
            new MetricPlan(
                "latency",
                MetricPlan.Kind.LATENCY,
                0.05,
                OptionalDouble.empty(),
                SimulatedBlocks.BOUNDARIES,
                1)));
  }
}
