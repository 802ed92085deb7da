package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.Ownership;
import dev.slipway.cluster.Settling;
import dev.slipway.cluster.Target;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.manifest.Manifest;
import dev.slipway.traffic.Route;
import dev.slipway.traffic.ShareOffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is there of a workload's canary, found by its labels. */
final class LiveCanary implements CanaryVersions {

  private static final String DEPLOYMENT = "Deployment";

  private final Cluster cluster;
  private final Target target;
  private final Settling settling;
  private final Map<String, String> labels;

  LiveCanary(Instruments instruments, Target target) {
    cluster = instruments.cluster();
    settling = instruments.settling();
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

  @Override
  public Optional<WorkloadCondition> carry(
      Route route, double weight, ShareOffer offer, Duration within, @Nullable Object details) {
    scale(offer.pods());
    return settling.await(target.namespace(), name(), within, details);
  }

  @Override
  public Optional<WorkloadCondition> condition() {
    return cluster.condition(target.namespace(), name());
  }

  @Override
  public Optional<WorkloadCondition> stableCondition() {
    return cluster.condition(target.namespace(), target.workload());
  }

  @Override
  public int stableReplicas() {
    return stableCondition().map(WorkloadCondition::wanted).orElse(1);
  }

  /** At least this many pods; the canary never shrinks while it is watched. */
  void scale(int replicas) {
    change(
        deployment -> {
          if (deployment.path("spec").path("replicas").asInt(1) >= replicas) {
            return Optional.empty();
          }
          ObjectNode fields = JsonNodeFactory.instance.objectNode();
          fields.withObjectProperty("spec").put("replicas", replicas);
          return Optional.of(fields);
        });
  }

  @Override
  public void keep(int step, StepReport report) {
    change(deployment -> Optional.of(EndedStep.of(step, report).fields()));
  }

  /** How the step ended, if it took the traffic away. */
  Optional<StepReport> kept(int step) {
    return deployment().flatMap(live -> EndedStep.keptBy(live, step));
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
}
