package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.Ownership;
import dev.slipway.cluster.Pulse;
import dev.slipway.cluster.Settling;
import dev.slipway.cluster.Target;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.manifest.Manifest;
import dev.slipway.traffic.Route;
import dev.slipway.traffic.ShareOffer;
import java.time.Duration;
import java.time.Instant;
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
  private final Pulse pulse;
  private final Map<String, String> labels;

  LiveCanary(Instruments instruments, Target target) {
    cluster = instruments.cluster();
    settling = instruments.settling();
    pulse = instruments.pulse();
    this.target = target;
    labels = new Ownership(target.key()).derivedLabels(target.workload());
  }

  /** Name of the canary's Deployment. */
  String name() {
    return target.workload() + RolloutPlan.CANARY_SUFFIX;
  }

  private String baselineName() {
    return target.workload() + Baseline.FRESH.suffix();
  }

  /** Where its traffic is shared; empty when it has no Service, and so gets none. */
  Optional<Route> route() {
    List<Manifest> services =
        cluster.list(target.namespace(), labels).stream()
            .filter(object -> object.kind().equals("Service"))
            .toList();
    Baseline baseline =
        services.stream().anyMatch(one -> has(one, FreshBaseline.BASELINE_OF))
            ? Baseline.FRESH
            : Baseline.STABLE;
    return services.stream()
        .filter(service -> !has(service, CanaryObjects.TESTERS))
        .flatMap(service -> routeOf(service).stream())
        .findFirst()
        .map(route -> route.withBaseline(baseline));
  }

  private static boolean has(Manifest object, String annotation) {
    return object.json().at("/metadata/annotations").has(annotation);
  }

  private Optional<Route> routeOf(Manifest service) {
    String stable =
        service.json().path("metadata").path("annotations").path(Ownership.COPY_OF).asText("");
    boolean byPods = has(service, CanaryObjects.BY_PODS);
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
    if (route.baseline() == Baseline.FRESH) {
      // As many of them are then as young, also where it has less to carry than the canary.
      scale(baselineName(), offer.pods());
    }
    return settled(route, within, details);
  }

  /**
   * The canary once it, and a fresh baseline beside it, are settled or one has failed, else as it
   * is when the time is over. It is not settled while the baseline is not.
   */
  Optional<WorkloadCondition> settled(Route route, Duration within, @Nullable Object details) {
    Instant deadline = pulse.now().plus(within);
    Optional<WorkloadCondition> pods = settling.await(target.namespace(), name(), within, details);
    if (route.baseline() == Baseline.STABLE
        || !pods.map(WorkloadCondition::settled).orElse(false)) {
      return pods;
    }
    Optional<WorkloadCondition> beside =
        settling.await(
            target.namespace(), baselineName(), Duration.between(pulse.now(), deadline), details);
    return pods.map(
        canary ->
            beside.map(WorkloadCondition::settled).orElse(false) ? canary : not(canary, beside));
  }

  private static WorkloadCondition not(
      WorkloadCondition canary, Optional<WorkloadCondition> baseline) {
    return new WorkloadCondition(
        canary.wanted(),
        canary.ready(),
        false,
        baseline.isEmpty() || baseline.get().failed(),
        "the fresh baseline beside it "
            + baseline.map(pods -> "has " + pods.sentence()).orElse("is gone"));
  }

  @Override
  public Optional<WorkloadCondition> condition() {
    return cluster.condition(target.namespace(), name());
  }

  @Override
  public Optional<WorkloadCondition> baselineCondition() {
    return cluster.condition(target.namespace(), baselineName());
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
    scale(name(), replicas);
  }

  private void scale(String version, int replicas) {
    change(
        version,
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
    change(name(), deployment -> Optional.of(EndedStep.of(step, report).fields()));
  }

  /** How the step ended, if it took the traffic away. */
  Optional<StepReport> kept(int step) {
    return deployment().flatMap(live -> EndedStep.keptBy(live, step));
  }

  /** Takes a fresh baseline's pods away, which may have no traffic any more. Idempotent. */
  void endBaseline() {
    cluster.delete(target.namespace(), DEPLOYMENT, baselineName());
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

  private void change(String version, Function<ObjectNode, Optional<ObjectNode>> fields) {
    cluster.change(
        target.namespace(), DEPLOYMENT, version, deployment -> fields.apply(deployment.json()));
  }
}
