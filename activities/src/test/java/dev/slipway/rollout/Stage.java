package dev.slipway.rollout;

import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.FakePulse;
import dev.slipway.cluster.MemoryCluster;
import dev.slipway.cluster.MemoryCluster.KilledWorker;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.traffic.LocalGatewayRouter;
import dev.slipway.traffic.ReplicaShareRouter;
import dev.slipway.traffic.RouterByRoute;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A shop of four pods at revision c1 with steady traffic, and a candidate c2. */
final class Stage {

  static final RevisionRef STABLE = new RevisionRef("c1", Shop.revision("c1"), Optional.empty());
  static final RevisionRef CANDIDATE = new RevisionRef("c2", Shop.revision("c2"), Optional.empty());

  final FakePulse pulse = new FakePulse();
  final MemoryCluster cluster = new MemoryCluster(pulse::now);
  final CountingGateway gateway = new CountingGateway(pulse, cluster);
  final Shop shop =
      new Shop()
          .commit("c1", "shop:1", 4, "hello")
          .commit(
              "c2",
              "shop:2",
              4,
              "good evening",
              """
              {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"new"},"data":{"A":"1"}}
              """);
  final ClusterSync sync = new ClusterSync(shop, cluster, pulse);
  private final Instruments instruments =
      new Instruments(
          shop,
          cluster,
          new RouterByRoute(new LocalGatewayRouter(cluster), new ReplicaShareRouter(cluster)),
          gateway,
          pulse);
  final DerivedCanary canary = new DerivedCanary(instruments);

  Stage() {
    this(true);
  }

  /** A shop that no HTTPRoute leads to: clients come to its Service. */
  static Stage withoutRoute() {
    return new Stage(false);
  }

  private Stage(boolean routed) {
    if (!routed) {
      shop.without("c1", "HTTPRoute/shop").without("c2", "HTTPRoute/shop");
    }
    sync.apply(new SyncOrder(Shop.TARGET, "c1", Optional.empty(), true, 2));
    pulse.rest(Duration.ofSeconds(10), null);
  }

  DeploymentUpdate rolling() {
    return new DeploymentUpdate(instruments);
  }

  /** The canary beside a fresh baseline. */
  CanaryReadiness beginBesideBaseline() {
    pulse.nextActivity();
    return canary.begin(
        new CanaryOrder(
            Shop.TARGET,
            STABLE,
            CANDIDATE,
            Duration.ofMinutes(1),
            Optional.empty(),
            Baseline.FRESH));
  }

  CanaryReadiness begin() {
    pulse.nextActivity();
    return canary.begin(new CanaryOrder(Shop.TARGET, STABLE, CANDIDATE, Duration.ofMinutes(1)));
  }

  CanaryReadiness promote() {
    pulse.nextActivity();
    return canary.promote(new PromoteOrder(Shop.TARGET, STABLE, CANDIDATE, Duration.ofMinutes(1)));
  }

  void withdraw() {
    pulse.nextActivity();
    canary.withdraw(new WithdrawOrder(Shop.TARGET, STABLE));
  }

  StepReport step(StepOrder order) {
    pulse.nextActivity();
    return canary.step(order);
  }

  /** How many effects on the cluster the activity has, carried out here. */
  int effectsOf(Consumer<Stage> activity) {
    int before = cluster.effects().size();
    activity.accept(this);
    return cluster.effects().size() - before;
  }

  /** The worker dies after so many effects of the activity, or where it has fewer, not at all. */
  void killAfter(int effects, Consumer<Stage> activity) {
    cluster.cutAfter(effects);
    try {
      activity.accept(this);
    } catch (KilledWorker e) {
      // As wanted.
    }
    cluster.cutNoMore();
  }

  /** An hour at most, a minute at least. */
  static StepOrder at(double weight, Advance advance) {
    return new StepOrder(
        Shop.TARGET,
        STABLE,
        CANDIDATE,
        1,
        weight,
        advance,
        Duration.ofMinutes(1),
        Duration.ofMinutes(20),
        plan(),
        1,
        Optional.empty());
  }

  /** The first of a plan's steps. */
  static StepOrder first(double weight) {
    StepOrder order = at(weight, Advance.BY_TIME);
    return new StepOrder(
        order.target(),
        order.stable(),
        order.candidate(),
        0,
        weight,
        Advance.BY_TIME,
        order.minimumHold(),
        order.maximumHold(),
        order.plan(),
        1,
        Optional.empty());
  }

  /** The same with a fresh baseline in its plan. */
  static StepOrder fresh(StepOrder order) {
    return new StepOrder(
        order.target(),
        order.stable(),
        order.candidate(),
        order.step(),
        order.weight(),
        order.advance(),
        order.minimumHold(),
        order.maximumHold(),
        order.plan().withBaseline(Baseline.FRESH),
        order.attempt(),
        order.evidence());
  }

  /** The next of a plan's steps. */
  static StepOrder after(StepReport report, int step, double weight, Advance advance) {
    StepOrder order = at(weight, advance);
    return new StepOrder(
        order.target(),
        order.stable(),
        order.candidate(),
        step,
        weight,
        advance,
        order.minimumHold(),
        order.maximumHold(),
        order.plan(),
        1,
        Optional.of(report.evidence()));
  }

  /** At least this long. */
  static StepOrder quick(double weight, Duration minimumHold) {
    StepOrder order = at(weight, Advance.BY_TIME);
    return new StepOrder(
        order.target(),
        order.stable(),
        order.candidate(),
        order.step(),
        weight,
        order.advance(),
        minimumHold,
        order.maximumHold(),
        order.plan(),
        1,
        Optional.empty());
  }

  /** Waits for a person, ten minutes at most. */
  static StepOrder hold(double weight) {
    StepOrder order = at(weight, Advance.NEVER);
    return new StepOrder(
        order.target(),
        order.stable(),
        order.candidate(),
        order.step(),
        weight,
        Advance.NEVER,
        Duration.ZERO,
        Duration.ofMinutes(10),
        order.plan(),
        1,
        Optional.empty());
  }

  static RolloutPlan plan() {
    return new RolloutPlan(
        List.of(new Percent(10), new Percent(50)),
        Duration.ofMinutes(1),
        Duration.ofMinutes(20),
        Duration.ofMinutes(5),
        OnInconclusive.HOLD,
        Duration.ofDays(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(1),
        AnalysisRules.DEFAULT);
  }

  String image(String deployment) {
    return cluster
        .live("Deployment/" + deployment)
        .json()
        .at("/spec/template/spec/containers/0/image")
        .asText();
  }

  int replicas(String deployment) {
    return cluster.live("Deployment/" + deployment).json().at("/spec/replicas").asInt();
  }

  String backends() {
    return cluster.live("HTTPRoute/shop").json().at("/spec/rules/0/backendRefs").toString();
  }
}
