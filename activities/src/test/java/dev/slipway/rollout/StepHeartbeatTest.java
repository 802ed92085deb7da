package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.analysis.Verdict;
import dev.slipway.rollout.StepReport.End;
import dev.slipway.temporal.SlipwayDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.EncodedValues;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a step's heartbeat keeps is what its workflow reads of a worker that died. */
class StepHeartbeatTest {

  private static final DataConverter CONVERTER = SlipwayDataConverter.create();
  private static final Evidence EVIDENCE = new Evidence(1, "two blocks");
  private static final AnalysisReading READING =
      new AnalysisReading(Verdict.INCONCLUSIVE, 3, 100, false, List.of(), "nothing yet");

  @Test
  void stepThatWasStoppedAsItsWorkerDiedKeepsItsEvidence() {
    StepCheckpoint checkpoint =
        new StepCheckpoint(
            Instant.EPOCH, Optional.empty(), DataFlow.NONE_YET, EVIDENCE, READING, null);

    Optional<StepReport> report = StepHeartbeat.lastOf(encoded(checkpoint));

    assertThat(report)
        .get()
        .satisfies(
            found -> {
              assertThat(found.end()).isEqualTo(End.INTERRUPTED);
              assertThat(found.evidence()).isEqualTo(EVIDENCE);
              assertThat(found.analysis()).isEqualTo(READING);
            });
  }

  @Test
  void stepThatHadToldNothingHasNoReport() {
    assertThat(StepHeartbeat.lastOf(new EncodedValues(Optional.empty(), CONVERTER))).isEmpty();
  }

  @Test
  void heartbeatOfAnotherKindIsNoReport() {
    assertThat(StepHeartbeat.lastOf(encoded("still here"))).isEmpty();
  }

  private static EncodedValues encoded(Object heartbeat) {
    return new EncodedValues(CONVERTER.toPayloads(heartbeat), CONVERTER);
  }
}
