package dev.slipway.observation;

import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.analysis.ArmCounts;
import dev.slipway.analysis.Block;
import dev.slipway.rollout.SuspectedPod;
import dev.slipway.rollout.VersionAnalysis;
import java.time.Duration;
import java.util.Optional;

/**
 * What both versions were counted to do between two instants, within one weight.
 *
 * @param end since the canary got its first traffic; above 0
 * @param weight share of traffic of the canary, 0 to 100
 * @param origin present where a rollout recorded it
 * @param suspect the canary's pod that was worst beside its siblings, if one was
 * @param latencyFrom when the canary's pods are warm, since its first traffic: latency is not
 *     judged in a block that begins before; empty where no pods were added after the first ones
 */
public record ObservedBlock(
    Duration end,
    double weight,
    ObservedArm canary,
    ObservedArm stable,
    Optional<Origin> origin,
    Optional<Suspect> suspect,
    Optional<Duration> latencyFrom) {

  /**
   * A pod that is suspected to fail alone.
   *
   * @param without what the canary was counted to do without it
   */
  public record Suspect(SuspectedPod pod, ObservedArm without) {}

  /**
   * Where in a rollout a block comes from.
   *
   * @param from when it began, since the canary got its first traffic: after the end of the block
   *     before where pods were started or the weight was changed meanwhile
   * @param step from 0, within the plan
   * @param number from 0, over all steps: a block that is recorded again takes the place of the
   *     first record and of all after it
   */
  public record Origin(Duration from, int step, int number) {}

  /**
   * As the analysis takes it.
   *
   * @throws BadObservationException when something that the plan judges was not counted
   */
  public Block counted(AnalysisPlan plan) {
    return new Block(end, canary.of(plan, "canary"), stable.of(plan, "stable"));
  }

  /**
   * What is known of the version with this block.
   *
   * @throws BadObservationException when something that the plan judges was not counted
   */
  public VersionAnalysis judged(VersionAnalysis before, AnalysisPlan plan) {
    Block block = counted(plan);
    ArmCounts without =
        suspect.map(pod -> pod.without().of(plan, "suspect.canary")).orElseGet(block::canary);
    return latencyFrom
        .map(before::warmingUntil)
        .orElse(before)
        .observe(block, suspect.map(Suspect::pod), without);
  }

  /** Where no pods were added. */
  public ObservedBlock(
      Duration end,
      double weight,
      ObservedArm canary,
      ObservedArm stable,
      Optional<Origin> origin,
      Optional<Suspect> suspect) {
    this(end, weight, canary, stable, origin, suspect, Optional.empty());
  }

  /** Where no pod is suspected. */
  public ObservedBlock(
      Duration end,
      double weight,
      ObservedArm canary,
      ObservedArm stable,
      Optional<Origin> origin) {
    this(end, weight, canary, stable, origin, Optional.empty());
  }

  /** A block of one's own. */
  public ObservedBlock(Duration end, double weight, ObservedArm canary, ObservedArm stable) {
    this(end, weight, canary, stable, Optional.empty());
  }
}
