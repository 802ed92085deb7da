package dev.slipway.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.analysis.AnalysisState;
import dev.slipway.temporal.FailureType;
import dev.slipway.temporal.SlipwayDataConverter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Evidence} holds, as JSON.
 *
 * @param since when the canary got its first traffic
 * @param step which step it is of
 * @param state of the engine, in its own encoding
 * @param blocks how many it has observed; 0 where an older worker did not write it
 * @param without the state without the pod that is suspected; null while none is
 * @param leftOut the pod that was named; null while none was
 * @param canaryPods what is known of single pods; none where an older worker did not write it
 * @param stablePods the same of stable
 */
record EvidenceContent(
    Instant since,
    int step,
    String state,
    int blocks,
    @Nullable String without,
    @Nullable String leftOut,
    Siblings canaryPods,
    Siblings stablePods) {

  private static final int VERSION = 1;
  private static final ObjectMapper MAPPER = SlipwayDataConverter.mapper();

  EvidenceContent {
    canaryPods = canaryPods == null ? Siblings.NONE : canaryPods;
    stablePods = stablePods == null ? Siblings.NONE : stablePods;
  }

  static EvidenceContent begun(Instant since, int step) {
    return new EvidenceContent(since, step, "", 0, null, null, Siblings.NONE, Siblings.NONE);
  }

  VersionAnalysis analysis() {
    return new VersionAnalysis(
        AnalysisState.decode(state),
        without == null ? null : AnalysisState.decode(without),
        leftOut);
  }

  Evidence encoded() {
    try {
      return new Evidence(VERSION, MAPPER.writeValueAsString(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("its fields can always be written", e);
    }
  }

  static EvidenceContent of(Evidence evidence) {
    if (evidence.version() != VERSION) {
      throw FailureType.MISCONFIGURED.retryable(
          "the evidence of this rollout was written by a newer Slipway: run a worker of that"
              + " version, or abort the rollout");
    }
    try {
      return MAPPER.readValue(evidence.encoded(), EvidenceContent.class);
    } catch (JsonProcessingException e) {
      throw FailureType.MISCONFIGURED.retryable(
          "the evidence of this rollout cannot be read: abort the rollout", e);
    }
  }
}
