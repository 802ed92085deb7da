package dev.slipway.observation;

import dev.slipway.analysis.Block;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What both versions were counted to do between two instants, within one weight.
 *
 * @param end since the canary got its first traffic; above 0
 * @param weight share of traffic of the canary, 0 to 100
 * @param origin present where a rollout recorded it
 */
public record ObservedBlock(
    Duration end, double weight, ObservedArm canary, ObservedArm stable, Optional<Origin> origin) {

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
   * @param boundaries of its plan, ascending
   * @throws BadObservationException when one of them was not counted
   */
  public Block counted(List<Double> boundaries) {
    return new Block(end, canary.at(boundaries, "canary"), stable.at(boundaries, "stable"));
  }

  /** A block of one's own. */
  public ObservedBlock(Duration end, double weight, ObservedArm canary, ObservedArm stable) {
    this(end, weight, canary, stable, Optional.empty());
  }
}
