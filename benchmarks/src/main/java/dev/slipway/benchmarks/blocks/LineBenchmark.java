package dev.slipway.benchmarks.blocks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.slipway.analysis.ArmCounts;
import dev.slipway.analysis.Block;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.observation.ObservationLine;
import dev.slipway.observation.ObservationReader;
import dev.slipway.observation.ObservedArm;
import dev.slipway.observation.ObservedArm.Slower;
import dev.slipway.observation.ObservedBlock;
import dev.slipway.observation.Rehearsal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What {@code slipway analyze} does with each line, by its default rules, at 100 requests/s: an
 * hour of blocks in one go.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LineBenchmark {

  static final int LINES = 720;

  private List<byte[]> lines = List.of();

  /** Writes the lines. */
  @Setup
  public void write() {
    SimulatedBlocks blocks = new SimulatedBlocks(1, 500, 0.1);
    lines = IntStream.range(0, LINES).mapToObj(number -> line(blocks.block(number))).toList();
  }

  /** From bytes to an observation. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public void parse(Blackhole hole) {
    ObservationReader reader = new ObservationReader();
    lines.forEach(line -> hole.consume(reader.read(line, 0, line.length)));
  }

  /** From bytes to the decision that a rollout would have taken. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public void decide(Blackhole hole) {
    ObservationReader reader = new ObservationReader();
    Rehearsal rehearsal = new Rehearsal(RolloutPlan.DEFAULT, 1);
    lines.forEach(line -> hole.consume(rehearsal.next(reader.read(line, 0, line.length))));
  }

  private static byte[] line(Block block) {
    return ObservationLine.of(
            new ObservedBlock(block.end(), 10, arm(block.canary()), arm(block.stable())))
        .getBytes(US_ASCII);
  }

  private static ObservedArm arm(ArmCounts counts) {
    List<Slower> slower =
        IntStream.range(0, SimulatedBlocks.BOUNDARIES.size())
            .mapToObj(i -> new Slower(SimulatedBlocks.BOUNDARIES.get(i), counts.slower().get(i)))
            .toList();
    return new ObservedArm(counts.requests(), counts.errors(), slower);
  }
}
