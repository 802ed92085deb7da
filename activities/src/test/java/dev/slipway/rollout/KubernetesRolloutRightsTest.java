package dev.slipway.rollout;

import static dev.slipway.rollout.EchoLab.CANDIDATE;
import static dev.slipway.rollout.EchoLab.STABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.Reach;
import dev.slipway.cluster.SyncReport;
import dev.slipway.cluster.kubernetes.KubernetesConnection;
import dev.slipway.cluster.kubernetes.ServiceVisitor;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsRollouts;
import dev.slipway.lab.WorkerAccount;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With exactly the rights of deploy/kubernetes a worker can carry rollouts through and take them
 * back, by itself and as an environment's account.
 */
@NeedsRollouts
class KubernetesRolloutRightsTest {

  private static final Duration READY = Duration.ofSeconds(90);

  private final String namespace = Laboratory.namespace("rights");
  private final KubernetesConnection person = Laboratory.connection();
  private final ServiceVisitor visitor = new ServiceVisitor(person, "version-1");
  private KubernetesConnection worker = person;

  @BeforeEach
  void becomeTheWorker(@TempDir Path directory) {
    worker = WorkerAccount.connection(directory);
  }

  @AfterEach
  void end() {
    Laboratory.delete(namespace);
    worker.close();
    person.close();
  }

  private Reach itself() {
    WorkerAccount.writesIn(namespace);
    return Reach.USUAL;
  }

  private Reach theEnvironmentsAccount() {
    return WorkerAccount.actsFor(namespace);
  }

  @Test
  void promotesARolloutOfArgoByItself() {
    ArgoLab argo = argo(itself());
    StepReport step = halfway(argo);
    assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);

    CanaryReadiness promoted =
        argo.canary.promote(new PromoteOrder(argo.service.target(), STABLE, CANDIDATE, READY));

    assertThat(promoted.ready()).as(promoted.detail()).isTrue();
    requireAtRest(argo.sync, argo.service, "c2");
  }

  @Test
  void abortsARolloutOfArgoAsTheEnvironmentsAccount() {
    ArgoLab argo = argo(theEnvironmentsAccount());
    StepReport step = halfway(argo);
    assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);

    argo.canary.withdraw(new WithdrawOrder(argo.service.target(), STABLE));

    requireAtRest(argo.sync, argo.service, "c1");
    assertThat(argo.rollout(".status.stableRS")).isEqualTo(argo.rollout(".status.currentPodHash"));
  }

  /** A canary with half of the traffic, judged by what the worker reads from the gateway. */
  private StepReport halfway(ArgoLab argo) {
    argo.shop.objects("c1", argo.path("version-1", 0));
    argo.shop.objects("c2", argo.path("version-2", 0));
    requireAtRest(argo.sync, argo.service, "c1");
    try (Visitors visitors = argo.visitors()) {
      visitors.awaitMore("version-1", 1, Duration.ofSeconds(20));
      argo.canary.begin(new CanaryOrder(argo.service.target(), STABLE, CANDIDATE, READY));
      return argo.canary.step(argo.step(0, 50, Advance.BY_TIME));
    }
  }

  private ArgoLab argo(Reach reach) {
    return new ArgoLab(
        new EchoService(namespace, reach),
        worker,
        new RealPulse(),
        EchoLab.countedByGateway(worker));
  }

  @Test
  void promotesACanaryWithoutARouterByItself() {
    EchoLab lab = withoutRouter(itself());
    begin(lab);

    CanaryReadiness promoted = lab.promote(READY);

    assertThat(promoted.ready()).as(promoted.detail()).isTrue();
    requireAtRest(lab.sync, lab.service, "c2");
    assertThat(visitor.visit(namespace, "shop")).contains("version-2");
  }

  @Test
  void promotesACanaryWithoutARouterAsTheEnvironmentsAccount() {
    EchoLab lab = withoutRouter(theEnvironmentsAccount());
    begin(lab);

    CanaryReadiness promoted = lab.promote(READY);

    assertThat(promoted.ready()).as(promoted.detail()).isTrue();
    requireAtRest(lab.sync, lab.service, "c2");
  }

  @Test
  void withdrawsACanaryWithoutARouterAsTheEnvironmentsAccount() {
    EchoLab lab = withoutRouter(theEnvironmentsAccount());
    begin(lab);

    lab.withdraw();

    requireAtRest(lab.sync, lab.service, "c1");
    assertThat(Laboratory.kubectl(namespace, "get", "deployment,service", "-o", "name"))
        .doesNotContain("canary");
  }

  private void requireAtRest(ClusterSync sync, EchoService service, String commit) {
    SyncReport report = sync.apply(service.order(commit));
    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
    assertThat(report.drift()).isEmpty();
  }

  /** As a Deployment that no route leads to, with stable at rest. */
  private EchoLab withoutRouter(Reach reach) {
    EchoLab lab = EchoLab.behindService(new EchoService(namespace, reach), worker, visitor);
    lab.shop.objects("c1", EchoLab.withoutRoute(lab.service.path("version-1", 0)));
    lab.shop.objects("c2", EchoLab.withoutRoute(lab.service.path("version-2", 0)));
    requireAtRest(lab.sync, lab.service, "c1");
    return lab;
  }

  /** A share of the pods is the canary's, and the step has seen its answers. */
  private void begin(EchoLab lab) {
    CanaryReadiness begun = lab.begin(READY);
    assertThat(begun.ready()).as(begun.detail()).isTrue();
    StepReport step =
        lab.canary.step(lab.step(ArgoLab.PLAN, 10, Advance.BY_TIME, Optional.empty()));
    assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);
    assertThat(visitor.canary()).isPositive();
  }
}
