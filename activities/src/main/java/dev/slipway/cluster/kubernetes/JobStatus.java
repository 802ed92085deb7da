package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.ObjectCondition;
import dev.slipway.cluster.PodTrouble;
import dev.slipway.manifest.Manifest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The status of a Job. Pure.
 *
 * @param end its last word; empty while it has not ended
 * @param message why it failed
 * @param suspended Git says that it shall not run
 * @param active pods that run now
 * @param failed pods that have failed so far
 */
record JobStatus(Optional<End> end, String message, boolean suspended, int active, int failed) {

  enum End {
    COMPLETE,
    FAILED
  }

  static JobStatus of(Manifest job) {
    JsonNode status = job.json().path("status");
    Optional<End> end = Optional.empty();
    String message = "";
    for (JsonNode condition : status.path("conditions")) {
      String type = condition.path("type").asText();
      if (condition.path("status").asText().equals("True")) {
        if (type.equals("Complete")) {
          end = Optional.of(End.COMPLETE);
        } else if (type.equals("Failed")) {
          end = Optional.of(End.FAILED);
          message = condition.path("message").asText(condition.path("reason").asText());
        }
      }
    }
    return new JobStatus(
        end,
        message,
        job.json().path("spec").path("suspend").asBoolean(false),
        status.path("active").asInt(0),
        status.path("failed").asInt(0));
  }

  /**
   * @param trouble asked only when it does not go well
   */
  ObjectCondition condition(Supplier<Optional<PodTrouble>> trouble) {
    if (end.isPresent()) {
      return switch (end.get()) {
        case COMPLETE -> ObjectCondition.HEALTHY;
        case FAILED ->
            ObjectCondition.failed(
                "failed: "
                    + message
                    + trouble.get().map(pods -> "; " + pods.sentence()).orElse(""));
      };
    }
    if (suspended) {
      return ObjectCondition.HEALTHY;
    }
    String counts = "runs: " + active + " pods active, " + failed + " failed so far";
    Optional<PodTrouble> found = trouble.get();
    String sentence = counts + found.map(pods -> ": " + pods.sentence()).orElse("");
    // Crashes are counted by the Job itself; a pod that cannot begin is not.
    return found.map(PodTrouble::lasting).orElse(false) && failed == 0
        ? ObjectCondition.failed(sentence)
        : ObjectCondition.progressing(sentence);
  }
}
