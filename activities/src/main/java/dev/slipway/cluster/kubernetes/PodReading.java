package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a pod's status says, for a person. Pure.
 *
 * @param pod as the API server gives it
 */
record PodReading(JsonNode pod) {

  /** A container that has crashed this often will crash again. */
  private static final int CRASHES = 3;

  private static final Set<String> PULLING =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "ErrImageNeverPull",
          "InvalidImageName",
          "ImageInspectError",
          "RegistryUnavailable");

  /** Words of registries about an image that trying again does not bring. */
  private static final List<String> NEVER =
      List.of(
          "not found",
          "manifest unknown",
          "unauthorized",
          "denied",
          "authorization failed",
          "couldn't parse");

  String name() {
    return pod.at("/metadata/name").asText();
  }

  /**
   * Whether it is, or may be, a Deployment's: a selector that is wider than a Deployment's own pods
   * finds those of its canary, too.
   */
  boolean isOf(String deployment) {
    return replicaSet().isEmpty() || isMadeBy(deployment);
  }

  /** Whether a ReplicaSet of the Deployment has made it. */
  boolean isMadeBy(String deployment) {
    String own = deployment + "-" + pod.at("/metadata/labels/pod-template-hash").asText();
    return replicaSet().filter(own::equals).isPresent();
  }

  /** Whether the object of this uid has made it itself. */
  boolean isOwnedBy(String uid) {
    for (JsonNode owner : pod.at("/metadata/ownerReferences")) {
      if (owner.path("uid").asText().equals(uid)) {
        return true;
      }
    }
    return false;
  }

  /** It has ended, and not well. */
  boolean hasFailed() {
    return pod.at("/status/phase").asText().equals("Failed");
  }

  private Optional<String> replicaSet() {
    for (JsonNode owner : pod.at("/metadata/ownerReferences")) {
      if (owner.path("kind").asText().equals("ReplicaSet")) {
        return Optional.of(owner.path("name").asText());
      }
    }
    return Optional.empty();
  }

  /** Neither ready, nor on its way out. */
  boolean isInTrouble() {
    String phase = pod.at("/status/phase").asText();
    return !pod.at("/metadata").has("deletionTimestamp")
        && !phase.equals("Succeeded")
        && !phase.equals("Failed")
        && !isTrue("Ready");
  }

  /** It serves, and is not on its way out. */
  boolean isReady() {
    return !pod.at("/metadata").has("deletionTimestamp") && isTrue("Ready");
  }

  /** The higher, the worse. */
  int severity() {
    return (isLasting() ? 1000 : 0)
        + (container().isPresent() ? 500 : 0)
        + (unschedulable().isPresent() ? 400 : 0)
        + Math.min(300, restarts());
  }

  boolean isLasting() {
    return restarts() >= CRASHES || cannotBePulled();
  }

  /** Its image cannot be had, now or later. */
  boolean cannotBePulled() {
    return container()
        .map(
            container -> {
              String reason = waiting(container).path("reason").asText();
              String message = waiting(container).path("message").asText();
              return reason.equals("InvalidImageName")
                  || reason.equals("ErrImageNeverPull")
                  || (PULLING.contains(reason) && NEVER.stream().anyMatch(message::contains));
            })
        .orElse(false);
  }

  /**
   * The log that tells more, of what crashed rather than of what was started anew; empty when no
   * container has begun.
   */
  Optional<Log> logOf() {
    for (String containers : List.of("initContainerStatuses", "containerStatuses")) {
      for (JsonNode container : pod.path("status").path(containers)) {
        boolean done =
            containers.startsWith("init")
                && container.at("/state/terminated/exitCode").asInt(-1) == 0;
        boolean begun =
            container.has("containerID") && !container.path("containerID").asText().isEmpty();
        if (!done && !container.path("ready").asBoolean() && begun) {
          boolean again =
              container.path("restartCount").asInt() > 0 && container.at("/state").has("running");
          return Optional.of(new Log(container.path("name").asText(), again));
        }
      }
    }
    return Optional.empty();
  }

  /** One sentence without its full stop. */
  String sentence() {
    return unschedulable()
        .map(why -> "pod " + name() + " cannot be scheduled: " + why)
        .or(() -> container().map(this::sentence))
        .orElseGet(() -> "pod " + name() + " is not ready" + restarted());
  }

  private String sentence(JsonNode container) {
    String reason = waiting(container).path("reason").asText();
    String message = waiting(container).path("message").asText();
    if (PULLING.contains(reason)) {
      return "the image "
          + container.path("image").asText()
          + " of pod "
          + name()
          + " cannot be pulled: "
          + (message.isEmpty() ? reason : message);
    }
    JsonNode ended = ended(container);
    if (reason.equals("CrashLoopBackOff") || !ended.isMissingNode()) {
      String why = ended.path("reason").asText();
      return "pod "
          + name()
          + " crashes: its container "
          + container.path("name").asText()
          + " ended with code "
          + ended.path("exitCode").asText("?")
          + (why.isEmpty() || why.equals("Error") ? "" : " (" + why + ")")
          + restarted();
    }
    return "pod "
        + name()
        + " does not start: "
        + reason
        + (message.isEmpty() ? "" : ": " + message);
  }

  private Optional<String> unschedulable() {
    for (JsonNode condition : pod.at("/status/conditions")) {
      if (condition.path("type").asText().equals("PodScheduled")
          && condition.path("status").asText().equals("False")) {
        return Optional.of(condition.path("message").asText("no reason given"));
      }
    }
    return Optional.empty();
  }

  /** The first container that is in trouble of its own, init containers first. */
  private Optional<JsonNode> container() {
    for (String containers : List.of("initContainerStatuses", "containerStatuses")) {
      for (JsonNode container : pod.path("status").path(containers)) {
        String reason = waiting(container).path("reason").asText();
        boolean waits =
            !reason.isEmpty()
                && !reason.equals("PodInitializing")
                && !reason.equals("ContainerCreating");
        boolean crashed =
            container.at("/state/terminated/exitCode").asInt(0) != 0
                || (container.at("/lastState/terminated/exitCode").asInt(0) != 0
                    && !container.path("ready").asBoolean());
        if (waits || crashed) {
          return Optional.of(container);
        }
      }
    }
    return Optional.empty();
  }

  private static JsonNode waiting(JsonNode container) {
    return container.at("/state/waiting");
  }

  private static JsonNode ended(JsonNode container) {
    JsonNode now = container.at("/state/terminated");
    return now.isMissingNode() ? container.at("/lastState/terminated") : now;
  }

  private int restarts() {
    int restarts = 0;
    for (String containers : List.of("initContainerStatuses", "containerStatuses")) {
      for (JsonNode container : pod.path("status").path(containers)) {
        restarts = Math.max(restarts, container.path("restartCount").asInt());
      }
    }
    return restarts;
  }

  private String restarted() {
    return switch (restarts()) {
      case 0 -> "";
      case 1 -> ", restarted once";
      default -> ", restarted " + restarts() + " times";
    };
  }

  private boolean isTrue(String type) {
    for (JsonNode condition : pod.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  /**
   * A container's log.
   *
   * @param previous of the run before the present one
   */
  record Log(String container, boolean previous) {}
}
