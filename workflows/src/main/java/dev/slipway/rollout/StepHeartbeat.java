package dev.slipway.rollout;

import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.Values;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every heartbeat of {@link CanaryActivities#step} holds, whatever else an adapter keeps in it
 * for itself: evidence must go on from block to block, also over the death of a worker that was
 * just asked to stop.
 *
 * @param evidence up to the last block
 * @param reading the same for people
 */
record StepHeartbeat(@Nullable Evidence evidence, @Nullable AnalysisReading reading) {

  /** The report of a step whose worker died; empty when it had told nothing yet. */
  static Optional<StepReport> lastOf(Values heartbeat) {
    if (heartbeat.getSize() == 0) {
      return Optional.empty();
    }
    try {
      StepHeartbeat last = heartbeat.get(StepHeartbeat.class);
      return last == null || last.evidence == null || last.reading == null
          ? Optional.empty()
          : Optional.of(
              StepReport.interrupted(Optional.of(last.reading), Optional.of(last.evidence)));
    } catch (DataConverterException e) {
      // Written by a worker of another kind: the step before is what is known.
      return Optional.empty();
    }
  }
}
