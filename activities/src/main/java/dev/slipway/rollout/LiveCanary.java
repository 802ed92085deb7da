package dev.slipway.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.Ownership;
import dev.slipway.cluster.Target;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import dev.slipway.temporal.SlipwayDataConverter;
import dev.slipway.traffic.Route;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What is there of a workload's canary, found by its labels. */
final class LiveCanary {

  /** Annotation of the canary's Deployment: how a step ended that took its traffic away. */
  private static final String ENDED = "slipway.dev/step-ended";

  private static final String DEPLOYMENT = "Deployment";
  private static final ObjectMapper MAPPER = SlipwayDataConverter.mapper();

  private final Cluster cluster;
  private final Target target;
  private final Map<String, String> labels;

  LiveCanary(Cluster cluster, Target target) {
    this.cluster = cluster;
    this.target = target;
    labels = new Ownership(target.key()).derivedLabels(target.workload());
  }

  /** Name of the canary's Deployment. */
  String name() {
    return target.workload() + "-canary";
  }

  /** Where its traffic is shared; empty when it has no Service, and so gets none. */
  Optional<Route> route() {
    return cluster.list(target.namespace(), labels).stream()
        .filter(object -> object.kind().equals("Service"))
        .filter(service -> !service.json().at("/metadata/annotations").has(CanaryObjects.TESTERS))
        .flatMap(service -> routeOf(service).stream())
        .findFirst();
  }

  private Optional<Route> routeOf(Manifest service) {
    String stable =
        service.json().path("metadata").path("annotations").path(Ownership.COPY_OF).asText("");
    boolean byPods = service.json().at("/metadata/annotations").has(CanaryObjects.BY_PODS);
    return stable.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Route(
                target.namespace(),
                target.route(),
                stable,
                service.name(),
                byPods ? Optional.of(target.workload()) : Optional.empty()));
  }

  Optional<WorkloadCondition> condition() {
    return cluster.condition(target.namespace(), name());
  }

  Optional<WorkloadCondition> stableCondition() {
    return cluster.condition(target.namespace(), target.workload());
  }

  /** Pods that stable is asked to have, whoever asked (a person, an autoscaler). */
  int stableReplicas() {
    return stableCondition().map(WorkloadCondition::wanted).orElse(1);
  }

  /** At least this many pods; the canary never shrinks while it is watched. */
  void scale(int replicas) {
    change(
        deployment -> {
          if (deployment.path("spec").path("replicas").asInt(1) >= replicas) {
            return Optional.empty();
          }
          ObjectNode fields = MAPPER.createObjectNode();
          fields.withObjectProperty("spec").put("replicas", replicas);
          return Optional.of(fields);
        });
  }

  /** Keeps how a step ended, before its traffic is taken away: a retry must not give it again. */
  void keep(int step, StepReport report) {
    StepReport small =
        new StepReport(
            report.end(), report.detail(), report.held(), report.analysis(), Evidence.NONE);
    ObjectNode fields = MAPPER.createObjectNode();
    try {
      fields
          .withObjectProperty("metadata")
          .withObjectProperty("annotations")
          .put(ENDED, MAPPER.writeValueAsString(new Ended(step, small)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report can always be written", e);
    }
    change(deployment -> Optional.of(fields));
  }

  /** How the step ended, if it took the traffic away. */
  Optional<StepReport> kept(int step) {
    String text =
        deployment()
            .map(live -> live.json().path("metadata").path("annotations").path(ENDED).asText(""))
            .orElse("");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Ended ended = MAPPER.readValue(text, Ended.class);
      return ended.step() == step ? Optional.of(ended.report()) : Optional.empty();
    } catch (JsonProcessingException e) {
      throw FailureType.MISCONFIGURED.retryable(
          "the annotation " + ENDED + " of Deployment/" + name() + " cannot be read: remove it", e);
    }
  }

  /** Deletes everything that was derived, pods first. Nothing of it may have traffic any more. */
  void delete() {
    List<Manifest> objects =
        cluster.list(target.namespace(), labels).stream()
            .sorted(Comparator.comparingInt(object -> object.kind().equals("Service") ? 1 : 0))
            .toList();
    objects.forEach(object -> cluster.delete(target.namespace(), object.kind(), object.name()));
  }

  private Optional<Manifest> deployment() {
    return cluster.get(target.namespace(), DEPLOYMENT, name());
  }

  private void change(Function<ObjectNode, Optional<ObjectNode>> fields) {
    cluster.change(
        target.namespace(), DEPLOYMENT, name(), deployment -> fields.apply(deployment.json()));
  }

  /** As it is kept in the annotation. */
  record Ended(int step, StepReport report) {}
}
