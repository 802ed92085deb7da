package dev.slipway.argo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.PodTrouble;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.manifest.Manifest;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * A Rollout and what its controller says of it. Pure.
 *
 * @param object as it lies in Git, or live with its status
 */
public record ArgoRollout(Manifest object) {

  public static final String KIND = "Rollout";

  /** Label of the pods of one version, by which the controller lets Services select. */
  public static final String HASH = "rollouts-pod-template-hash";

  /** The field manager that the controller writes as: the name of its program. */
  public static final String FIELD_MANAGER = "rollouts-controller";

  public String name() {
    return object.name();
  }

  /** Pods that it shall have when nothing is being rolled out. */
  public int replicas() {
    return object.json().path("spec").path("replicas").asInt(1);
  }

  /** Its canary strategy; missing where it has none. */
  public JsonNode canary() {
    return object.json().at("/spec/strategy/canary");
  }

  /** Whether a router shares its traffic; otherwise the numbers of its pods do. */
  public boolean isRouted() {
    return canary().path("trafficRouting").isObject();
  }

  /** What a weight of all traffic is called: 100, unless the Rollout counts finer. */
  public int fullWeight() {
    return canary().path("trafficRouting").path("maxTrafficWeight").asInt(100);
  }

  /** Labels of the pods of one of its versions. */
  public Map<String, String> podsOf(String hash) {
    return Map.of(HASH, hash);
  }

  /** Whether the controller has taken up the last change of the spec. */
  public boolean isObserved() {
    String observed = status().path("observedGeneration").asText("");
    long generation = object.json().path("metadata").path("generation").asLong(0);
    return observed.equals(String.valueOf(generation)) && !currentHash().isEmpty();
  }

  /** The version that the controller holds for stable; empty before it has brought in any. */
  public String stableHash() {
    return status().path("stableRS").asText("");
  }

  /** The version of the spec's pod template, as of the last change that was observed. */
  public String currentHash() {
    return status().path("currentPodHash").asText("");
  }

  /** Whether the controller has made the spec's version its stable one. */
  public boolean isFullyPromoted() {
    return isObserved() && currentHash().equals(stableHash());
  }

  /** Whether somebody has asked to go back to stable at once. */
  public boolean isAborted() {
    return status().path("abort").asBoolean(false);
  }

  /** Whether somebody has asked to leave out all further steps. */
  public boolean isPromoting() {
    return status().path("promoteFull").asBoolean(false);
  }

  /** Whether it stands still at the last of its steps. */
  public boolean isAtLastStep() {
    int steps = canary().path("steps").size();
    return isObserved() && status().path("currentStepIndex").asInt(-1) == steps - 1;
  }

  /** The canary's weight that the controller has given to the router; empty where it has none. */
  public OptionalInt weight() {
    JsonNode weight = status().at("/canary/weights/canary/weight");
    return weight.isInt() ? OptionalInt.of(weight.asInt()) : OptionalInt.empty();
  }

  /** False when the router does not confirm its weights yet; true also where it never does. */
  public boolean isVerified() {
    return status().at("/canary/weights/verified").asBoolean(true);
  }

  /** In the controller's words, such as {@code Paused: CanaryPauseStep}. */
  public String phase() {
    String phase = status().path("phase").asText("");
    String message = status().path("message").asText("");
    return message.isEmpty() ? phase : phase + ": " + message;
  }

  /**
   * How it is, where nothing is to be rolled out.
   *
   * @param trouble of its pods, asked only when something is not as it should be
   */
  public WorkloadCondition atRest(Supplier<Optional<PodTrouble>> trouble) {
    boolean healthy = status().path("phase").asText("").equals("Healthy");
    int ready = ready();
    if (isFullyPromoted() && healthy && ready >= replicas()) {
      return new WorkloadCondition(replicas(), ready, true, false, "");
    }
    return unsettled(trouble);
  }

  /** How it is while a rollout has it: both versions serve, and its pauses are no trouble. */
  public WorkloadCondition whileLent(Supplier<Optional<PodTrouble>> trouble) {
    return isObserved() && ready() >= replicas()
        ? new WorkloadCondition(replicas(), ready(), true, false, "")
        : unsettled(trouble);
  }

  private WorkloadCondition unsettled(Supplier<Optional<PodTrouble>> trouble) {
    if (!isObserved()) {
      return new WorkloadCondition(
          replicas(),
          ready(),
          false,
          false,
          "the controller of Argo Rollouts has not taken up the last change: is it running?");
    }
    boolean degraded = status().path("phase").asText("").equals("Degraded") && !isPromoting();
    Optional<PodTrouble> found = trouble.get();
    return new WorkloadCondition(
        replicas(),
        ready(),
        false,
        degraded || found.map(PodTrouble::lasting).orElse(false),
        found.map(PodTrouble::sentence).orElseGet(this::phase));
  }

  private int ready() {
    return status().path("readyReplicas").asInt(0);
  }

  private JsonNode status() {
    return object.json().path("status");
  }
}
