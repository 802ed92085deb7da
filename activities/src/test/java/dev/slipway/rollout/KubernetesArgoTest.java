package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.MemoryCluster.KilledWorker;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.cluster.SyncReport;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsRollouts;
import dev.slipway.manifest.Manifest;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The real controller of Argo Rollouts, with real pods, and people who come through Traefik all the
 * time.
 */
@NeedsRollouts
class KubernetesArgoTest {

  private static final RevisionRef STABLE = EchoService.revision("c1");
  private static final RevisionRef CANDIDATE = EchoService.revision("c2");
  private static final Duration READY = Duration.ofSeconds(60);
  private static final String STEPS =
      "[{\"setWeight\":10},{\"pause\":{}},{\"setWeight\":60},{\"pause\":{}}]";

  private final MortalPulse pulse = new MortalPulse();
  private final ArgoLab lab =
      new ArgoLab(Laboratory.namespace("argo"), Laboratory.connection(), pulse);

  @BeforeEach
  void makeItLive() {
    lab.shop.objects("c1", lab.path("version-1", 0));
    SyncReport first = lab.sync.apply(lab.service.order("c1"));
    assertThat(first.health()).as(first.reason()).isEqualTo(Health.HEALTHY);
    try (Visitors visitors = lab.visitors()) {
      visitors.awaitMore("version-1", 1, Duration.ofSeconds(20));
    }
    lab.shop.objects("c2", lab.path("version-2", 0));
  }

  @AfterEach
  void end() {
    lab.close();
  }

  @Test
  void promotesAHealthyCanaryWithoutOneFailedRequest() {
    assertThat(lab.sync.apply(lab.service.order("c1")).drift()).isEmpty();
    try (Visitors visitors = lab.visitors()) {
      assertThat(begin()).isEqualTo(new CanaryReadiness(true, "1 of 1 ready"));
      assertThat(visitors.answered("version-2")).isZero();

      StepReport first = lab.canary.step(step(0, 10, Advance.BY_TIME));
      assertThat(first.end()).as(first.detail()).isEqualTo(End.ADVANCE);
      assertThat(first.analysis().metrics().getFirst().canaryRequests()).isPositive();
      StepReport second = lab.canary.step(step(1, 50, Advance.BY_TIME));
      assertThat(second.end()).as(second.detail()).isEqualTo(End.ADVANCE);
      assertThat(lab.rollout(".status.canary.weights.canary.weight")).isEqualTo("50");
      assertThat(lent().drift()).isEmpty();

      CanaryReadiness promoted =
          lab.canary.promote(new PromoteOrder(lab.service.target(), STABLE, CANDIDATE, READY));
      assertThat(promoted.ready()).as(promoted.detail()).isTrue();
      requireAtRest("c2");
      requireOnly(visitors, "version-2", "version-1");
      assertThat(visitors.failures()).isEmpty();
    }
  }

  @Test
  void abortsARegressionSoThatStableServesAndGitHolds() {
    lab.shop.objects("c2", lab.path("version-2", 0.3));
    try (Visitors visitors = lab.visitors()) {
      begin();
      StepReport step = lab.canary.step(step(0, 50, Advance.BY_EVIDENCE));
      assertThat(step.end()).as(step.detail()).isEqualTo(End.REGRESSED);
      assertThat(lab.rollout(".status.abort")).isEqualTo("true");

      lab.canary.withdraw(new WithdrawOrder(lab.service.target(), STABLE));

      requireAtRest("c1");
      requireOnly(visitors, "version-1", "version-2");
      assertThat(visitors.failures()).allMatch(failure -> failure.contains("version-2 fails"));
    }
  }

  @Test
  void goesOnWhereAKilledWorkerHasStopped() {
    try (Visitors visitors = lab.visitors()) {
      dies(Duration.ofMillis(100), this::begin);
      begin();
      dies(Duration.ofMillis(300), () -> lab.canary.step(step(0, 50, Advance.BY_TIME)));
      dies(Duration.ofSeconds(8), () -> lab.canary.step(step(0, 50, Advance.NEVER)));
      StepReport step = lab.canary.step(step(0, 50, Advance.BY_TIME));
      assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);
      PromoteOrder promote = new PromoteOrder(lab.service.target(), STABLE, CANDIDATE, READY);
      dies(Duration.ofMillis(100), () -> lab.canary.promote(promote));
      assertThat(lab.canary.promote(promote).ready()).isTrue();

      requireAtRest("c2");
      requireOnly(visitors, "version-2", "version-1");
      assertThat(visitors.failures()).isEmpty();
    }
  }

  /** Its workflow was terminated in the middle, and nobody withdraws the canary. */
  @Test
  void isCleanedByASyncThatNoRolloutHasBorrowedFrom() {
    try (Visitors visitors = lab.visitors()) {
      begin();
      StepReport step = lab.canary.step(step(0, 50, Advance.BY_TIME));
      assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);

      SyncReport cleaned = lab.sync.apply(lab.service.order("c1"));

      assertThat(cleaned.health()).as(cleaned.reason()).isEqualTo(Health.HEALTHY);
      requireAtRest("c1");
      requireOnly(visitors, "version-1", "version-2");
      assertThat(visitors.failures()).isEmpty();
    }
  }

  @Test
  void bringsStableBackAfterSomebodyHasPromotedPastTheSteps() {
    try (Visitors visitors = lab.visitors()) {
      begin();
      Laboratory.kubectl(
          lab.namespace,
          "patch",
          "rollout",
          "shop",
          "--subresource=status",
          "--type=merge",
          "--patch={\"status\":{\"promoteFull\":true}}");
      Laboratory.kubectl(
          lab.namespace,
          "wait",
          "--for=jsonpath={.status.phase}=Healthy",
          "--timeout=50s",
          "rollout/shop");
      StepReport step = lab.canary.step(step(0, 50, Advance.BY_TIME));
      assertThat(step.end()).as(step.detail()).isEqualTo(End.UNHEALTHY);

      lab.canary.withdraw(new WithdrawOrder(lab.service.target(), STABLE));

      requireAtRest("c1");
      requireOnly(visitors, "version-1", "version-2");
      assertThat(visitors.failures()).isEmpty();
    }
  }

  @Test
  void saysWhyACanaryDoesNotStart() {
    lab.shop.objects("c2", lab.path("localhost:5000/nowhere:1", "version-2", 0));

    CanaryReadiness begun = begin();

    assertThat(begun.ready()).isFalse();
    assertThat(begun.detail()).contains("0 of 1 ready", "cannot be pulled");
    lab.canary.withdraw(new WithdrawOrder(lab.service.target(), STABLE));
    requireAtRest("c1");
  }

  /** A pod needs eight seconds: who waits is told by the Rollout's changes, and asks little. */
  @Test
  void asksLittleWhileItWaitsForPods() {
    List<Manifest> slow = lab.path("version-2", 0);
    ((ArrayNode) slow.getFirst().json().at("/spec/template/spec/containers/0/env"))
        .addObject()
        .put("name", "START_DELAY")
        .put("value", "8s");
    lab.shop.objects("c2", slow);
    long before = lab.connection.exchanges();
    long begun = System.nanoTime();

    CanaryReadiness ready = begin();

    assertThat(ready).isEqualTo(new CanaryReadiness(true, "1 of 1 ready"));
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    long exchanges = lab.connection.exchanges() - before;
    System.out.println("ready after " + took.toMillis() + " ms and " + exchanges + " exchanges");
    assertThat(exchanges).isLessThan(40);
  }

  /** Drift of the Rollout is healed, and its own steps do not hold that up. */
  @Test
  void healsWhatSomebodyHasChangedByHand() {
    Laboratory.kubectl(
        lab.namespace,
        "patch",
        "rollout",
        "shop",
        "--type=json",
        "--patch=[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/env/0/value\","
            + "\"value\":\"version-9\"}]");

    SyncReport healed = lab.sync.apply(lab.service.order("c1"));

    assertThat(healed.drift()).singleElement().asString().contains("version-9");
    assertThat(healed.health()).as(healed.reason()).isEqualTo(Health.HEALTHY);
    requireAtRest("c1");
  }

  private CanaryReadiness begin() {
    return lab.canary.begin(new CanaryOrder(lab.service.target(), STABLE, CANDIDATE, READY));
  }

  private void dies(Duration life, Runnable activity) {
    pulse.dieAfter(life);
    assertThatThrownBy(activity::run).isInstanceOf(KilledWorker.class);
  }

  private SyncReport lent() {
    return lab.sync.apply(
        new SyncOrder(
            lab.service.target(),
            "c1",
            Optional.of(new SyncOrder.Loan("rollout/production/shop")),
            true,
            5));
  }

  /** Live equals Git, the steps too, and Argo Rollouts holds the same for stable. */
  private void requireAtRest(String commit) {
    SyncReport report = lab.sync.apply(lab.service.order(commit));
    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
    assertThat(report.drift()).isEmpty();
    assertThat(lab.rollout(".status.stableRS")).isEqualTo(lab.rollout(".status.currentPodHash"));
    assertThat(lab.rollout(".status.abort")).isEmpty();
    assertThat(lab.rollout(".spec.strategy.canary.steps")).isEqualTo(STEPS);
    assertThat(lab.rollout(".status.canary.weights.canary.weight")).isEqualTo("0");
  }

  /** From now on only one of two versions answers. */
  private static void requireOnly(Visitors visitors, String wanted, String other) {
    Laboratory.await(
        "no more answers of " + other,
        Duration.ofSeconds(10),
        () -> isSilent(visitors, wanted, other),
        () -> visitors.failures().toString());
  }

  private static boolean isSilent(Visitors visitors, String wanted, String other) {
    int others = visitors.answered(other);
    visitors.awaitMore(wanted, 100, Duration.ofSeconds(20));
    return visitors.answered(other) == others;
  }

  private StepOrder step(int step, double weight, Advance advance) {
    return lab.step(step, weight, advance);
  }
}
