package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Health;
import dev.slipway.cluster.SyncReport;
import dev.slipway.cluster.kubernetes.KubernetesConnection;
import dev.slipway.cluster.kubernetes.ServiceVisitor;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsRollouts;
import dev.slipway.metrics.MetricOrder;
import dev.slipway.metrics.MetricSource;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import dev.slipway.traffic.Route;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Rollout without a router: its controller makes the weight of numbers of pods. */
@NeedsRollouts
class KubernetesArgoShareTest {

  private static final RevisionRef STABLE = EchoService.revision("c1");
  private static final RevisionRef CANDIDATE = EchoService.revision("c2");
  private static final Duration READY = Duration.ofSeconds(60);

  private final KubernetesConnection connection = Laboratory.connection();
  private final ServiceVisitor visitor = new ServiceVisitor(connection, "version-1");
  private final ArgoLab lab =
      new ArgoLab(Laboratory.namespace("argo"), connection, new RealPulse(), throughAll());

  /** People come to the Service that selects all of the pods. */
  private MetricSource throughAll() {
    return order -> {
      Route route = order.route();
      return visitor.read(
          new MetricOrder(
              order.target(),
              new Route(route.namespace(), route.name(), "all", route.canary()),
              order.metrics()));
    };
  }

  @BeforeEach
  void makeItLive() {
    lab.shop.objects("c1", lab.withoutRouter(lab.path("version-1", 0)));
    lab.shop.objects("c2", lab.withoutRouter(lab.path("version-2", 0)));
    SyncReport first = lab.sync.apply(lab.service.order("c1"));
    assertThat(first.health()).as(first.reason()).isEqualTo(Health.HEALTHY);
  }

  @AfterEach
  void end() {
    lab.close();
  }

  @Test
  void sharesByPodsAndPromotes() {
    CanaryReadiness begun = begin();
    assertThat(begun).isEqualTo(new CanaryReadiness(true, "0 of 0 ready"));

    StepReport step = lab.canary.step(lab.step(0, 10, Advance.BY_TIME));
    assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);
    assertThat(step.detail()).startsWith("at 33.3 % instead of 10 %");
    assertThat(visitor.canary()).isPositive();
    PromoteOrder promote = new PromoteOrder(lab.service.target(), STABLE, CANDIDATE, READY);
    assertThat(lab.canary.promote(promote).ready()).isTrue();

    requireAtRest("c2", "version-2");
  }

  private CanaryReadiness begin() {
    return lab.canary.begin(new CanaryOrder(lab.service.target(), STABLE, CANDIDATE, READY));
  }

  private void requireAtRest(String commit, String version) {
    SyncReport report = lab.sync.apply(lab.service.order(commit));
    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
    assertThat(report.drift()).isEmpty();
    assertThat(lab.rollout(".status.stableRS")).isEqualTo(lab.rollout(".status.currentPodHash"));
    Laboratory.await(
        "nothing but " + version,
        Duration.ofSeconds(60),
        () -> {
          for (int visit = 0; visit < 10; visit++) {
            if (!visitor.visit(lab.namespace, "all").contains(version)) {
              return false;
            }
          }
          return true;
        },
        () -> visitor.visit(lab.namespace, "all"));
  }
}
