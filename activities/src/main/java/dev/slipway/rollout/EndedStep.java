package dev.slipway.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import dev.slipway.temporal.SlipwayDataConverter;
import java.util.Optional;

/** How a step ended that took the canary's traffic away, as it is kept on the canary's object. */
record EndedStep(int step, StepReport report) {

  private static final String ANNOTATION = "slipway.dev/step-ended";
  private static final ObjectMapper MAPPER = SlipwayDataConverter.mapper();

  /** Without the evidence, which is large and of no use any more. */
  static EndedStep of(int step, StepReport report) {
    return new EndedStep(
        step,
        new StepReport(
            report.end(), report.detail(), report.held(), report.analysis(), Evidence.NONE));
  }

  /** The fields that keep it. */
  ObjectNode fields() {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    try {
      fields
          .withObjectProperty("metadata")
          .withObjectProperty("annotations")
          .put(ANNOTATION, MAPPER.writeValueAsString(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report can always be written", e);
    }
    return fields;
  }

  /** What an object keeps of this step; empty when nothing. */
  static Optional<StepReport> keptBy(Manifest live, int step) {
    String text = live.json().path("metadata").path("annotations").path(ANNOTATION).asText("");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      EndedStep ended = MAPPER.readValue(text, EndedStep.class);
      return ended.step() == step ? Optional.of(ended.report()) : Optional.empty();
    } catch (JsonProcessingException e) {
      throw FailureType.MISCONFIGURED.retryable(
          "the annotation " + ANNOTATION + " of " + live.id() + " cannot be read: remove it", e);
    }
  }
}
