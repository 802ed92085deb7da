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

  private static final Duration LEAST = Duration.ofMinutes(1);
  private static final Duration MOST = Duration.ofMinutes(20);

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

  /** A minute at least, twenty at most. */
  static StepOrder at(double weight, Advance advance) {
    return order(1, weight, advance, LEAST, MOST, Optional.empty());
  }

  /** The first of a plan's steps. */
  static StepOrder first(double weight) {
    return order(0, weight, Advance.BY_TIME, LEAST, MOST, Optional.empty());
  }

  /** The next of a plan's steps. */
  static StepOrder after(StepReport report, int step, double weight, Advance advance) {
    return order(step, weight, advance, LEAST, MOST, Optional.of(report.evidence()));
  }

  /** At least this long. */
  static StepOrder quick(double weight, Duration minimumHold) {
    return order(1, weight, Advance.BY_TIME, minimumHold, MOST, Optional.empty());
  }

  /** Waits for a person, ten minutes at most. */
  static StepOrder hold(double weight) {
    return order(1, weight, Advance.NEVER, Duration.ZERO, Duration.ofMinutes(10), Optional.empty());
  }

  private static StepOrder order(
      int step,
      double weight,
      Advance advance,
      Duration least,
      Duration most,
      Optional<Evidence> evidence) {
    return new StepOrder(
        Shop.TARGET, STABLE, CANDIDATE, step, weight, advance, least, most, plan(), 1, evidence);
  }

  /** The same with a fresh baseline in its plan. */
  static StepOrder fresh(StepOrder order) {
    return like(order, order.maximumHold(), order.plan().withBaseline(Baseline.FRESH));
  }

  /** The same, judged by other rules. */
  static StepOrder judgedBy(AnalysisRules rules, StepOrder order) {
    return like(order, order.maximumHold(), order.plan().withAnalysis(rules));
  }

  /** The same, which ends at the latest then. */
  static StepOrder atMost(Duration maximumHold, StepOrder order) {
    return like(order, maximumHold, order.plan());
  }

  private static StepOrder like(StepOrder order, Duration maximumHold, RolloutPlan plan) {
    return new StepOrder(
        order.target(),
        order.stable(),
        order.candidate(),
        order.step(),
        order.weight(),
        order.advance(),
        order.minimumHold(),
        maximumHold,
        plan,
        order.attempt(),
        order.evidence());
  }

  static RolloutPlan plan() {
    return new RolloutPlan(
        List.of(new Percent(10), new Percent(50)),
        LEAST,
        MOST,
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
