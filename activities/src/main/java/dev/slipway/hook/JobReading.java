package dev.slipway.hook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.manifest.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What a live Job's status says. Pure. */
record JobReading(Manifest job) {

  boolean hasSucceeded() {
    return condition("Complete").isPresent();
  }

  boolean hasFailed() {
    return condition("Failed").isPresent();
  }

  boolean hasEnded() {
    return hasSucceeded() || hasFailed();
  }

  boolean isSuspended() {
    return job.json().at("/spec/suspend").asBoolean();
  }

  String uid() {
    return job.json().at("/metadata/uid").asText();
  }

  String madeAt() {
    return job.json().at("/metadata/creationTimestamp").asText();
  }

  /** The commit at which it was run. */
  String commit() {
    return job.json().at("/metadata/annotations").path(HookJob.COMMIT).asText();
  }

  /** Empty while it has not begun. */
  Optional<Instant> startedAt() {
    return instant(job.json().at("/status/startTime"));
  }

  /** How long it took; empty while it has not ended, or when the cluster does not say. */
  Optional<Duration> took() {
    Optional<Instant> end =
        instant(job.json().at("/status/completionTime"))
            .or(
                () ->
                    condition("Failed")
                        .flatMap(failed -> instant(failed.path("lastTransitionTime"))));
    return startedAt().flatMap(start -> end.map(at -> Duration.between(start, at)));
  }

  /** Why it has failed, in the cluster's words: {@code BackoffLimitExceeded: …}. */
  String failure() {
    return condition("Failed")
        .map(
            failed -> {
              String message = failed.path("message").asText("");
              String reason = failed.path("reason").asText("");
              return message.isEmpty() ? reason : message;
            })
        .orElse("");
  }

  /** It did not end in time, as the cluster itself has noticed. */
  boolean isOverdue() {
    return condition("Failed")
        .map(failed -> failed.path("reason").asText().equals("DeadlineExceeded"))
        .orElse(false);
  }

  private Optional<JsonNode> condition(String type) {
    for (JsonNode condition : job.json().at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)
          && condition.path("status").asText().equals("True")) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> instant(JsonNode text) {
    try {
      return text.isTextual() ? Optional.of(Instant.parse(text.asText())) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
