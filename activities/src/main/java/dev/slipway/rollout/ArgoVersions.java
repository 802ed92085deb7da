package dev.slipway.rollout;

import dev.slipway.argo.ArgoRollout;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.ObjectWait;
import dev.slipway.cluster.Target;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.manifest.Manifest;
import dev.slipway.traffic.Route;
import dev.slipway.traffic.Route.RolloutVersions;
import dev.slipway.traffic.ShareOffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two versions of a live Rollout that is being rolled out. */
final class ArgoVersions implements CanaryVersions {

  private final Instruments instruments;
  private final Cluster cluster;
  private final Target target;
  private int wanted = 1;

  ArgoVersions(Instruments instruments, Target target) {
    this.instruments = instruments;
    cluster = instruments.cluster();
    this.target = target;
  }

  /** Whether a workload is a Rollout, as far as the cluster knows. */
  static boolean isLive(Instruments instruments, Target target) {
    return instruments.cluster().kinds().namespaced().contains(ArgoRollout.KIND)
        && new ArgoVersions(instruments, target).find().isPresent();
  }

  Optional<ArgoRollout> find() {
    return cluster
        .get(target.namespace(), ArgoRollout.KIND, target.workload())
        .map(ArgoRollout::new);
  }

  /** Where its traffic is shared; empty when it has no canary. */
  Optional<Route> route() {
    return find().filter(live -> !live.currentHash().isEmpty()).map(this::route);
  }

  private Route route(ArgoRollout live) {
    return new Route(
        target.namespace(),
        target.route(),
        live.canary().path("stableService").asText(),
        live.canary().path("canaryService").asText(),
        Optional.empty(),
        Optional.of(new RolloutVersions(live.name(), live.stableHash(), live.currentHash())));
  }

  @Override
  public Optional<WorkloadCondition> carry(
      Route route, double weight, ShareOffer offer, Duration within, @Nullable Object details) {
    Optional<WorkloadCondition> before = condition();
    if (before.isPresent() && before.get().failed()) {
      return before;
    }
    // The controller brings pods and weight together, the pods first.
    instruments.shifting().ask(route, weight);
    wanted = offer.pods();
    return settled(within, details);
  }

  /** The canary once its pods are there, or cannot be, else as it is when the time is over. */
  Optional<WorkloadCondition> settled(Duration within, @Nullable Object details) {
    return new ObjectWait(cluster, instruments.pulse())
        .until(
            target.namespace(),
            ArgoRollout.KIND + "/" + target.workload(),
            within,
            details,
            this::condition,
            found -> found.map(pods -> pods.settled() || pods.failed()).orElse(true));
  }

  /** How many pods the canary shall have. */
  void want(int pods) {
    wanted = pods;
  }

  @Override
  public Optional<WorkloadCondition> condition() {
    return Optional.of(find().map(this::condition).orElseGet(() -> broken("it is gone")));
  }

  private WorkloadCondition condition(ArgoRollout live) {
    if (!live.isObserved()) {
      return new WorkloadCondition(
          wanted,
          0,
          false,
          false,
          "the controller of Argo Rollouts has not taken up the last change: is it running?");
    }
    if (live.isAborted()) {
      return broken("somebody has aborted it (" + live.phase() + ")");
    }
    if (live.isFullyPromoted()) {
      return broken("somebody has promoted it past its steps");
    }
    WorkloadCondition pods =
        cluster.pods(target.namespace(), live.podsOf(live.currentHash()), wanted);
    // Pods that are being taken away again carry more than is asked for.
    return pods.ready() > wanted
        ? new WorkloadCondition(wanted, pods.ready(), true, false, "")
        : pods;
  }

  private WorkloadCondition broken(String why) {
    return new WorkloadCondition(
        wanted, 0, false, true, "Rollout/" + target.workload() + ": " + why);
  }

  @Override
  public Optional<WorkloadCondition> stableCondition() {
    return find()
        .map(
            live ->
                cluster.pods(target.namespace(), live.podsOf(live.stableHash()), live.replicas()));
  }

  @Override
  public int stableReplicas() {
    return find().map(ArgoRollout::replicas).orElse(1);
  }

  @Override
  public void keep(int step, StepReport report) {
    cluster.change(
        target.namespace(),
        ArgoRollout.KIND,
        target.workload(),
        live -> Optional.of(EndedStep.of(step, report).fields()));
  }

  /** How the step ended, if it took the traffic away. */
  Optional<StepReport> kept(int step) {
    Optional<Manifest> live = find().map(ArgoRollout::object);
    return live.flatMap(object -> EndedStep.keptBy(object, step));
  }
}
