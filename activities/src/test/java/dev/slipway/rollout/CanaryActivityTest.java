package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.ActivityPulse;
import dev.slipway.cluster.Pulse;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.metrics.MetricOrder;
import dev.slipway.metrics.Observation;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import dev.slipway.temporal.SlipwayDataConverter;
import dev.slipway.traffic.LocalGatewayRouter;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The canary inside a real activity: heartbeats, checkpoints as payloads, cancellation. */
class CanaryActivityTest {

  private final Stage stage = new Stage();
  private final Pulse pulse = new ActivityPulse(Clock.systemUTC());
  private final TestActivityEnvironment environment =
      TestActivityEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder()
                      .setDataConverter(SlipwayDataConverter.create())
                      .build())
              .build());

  @AfterEach
  void close() {
    environment.close();
  }

  @Test
  void answersItsCancellationWithItsEvidence() throws InterruptedException {
    CanaryActivities canary = canary();
    AtomicReference<StepReport> report = new AtomicReference<>();
    CountDownLatch beating = new CountDownLatch(3);
    environment.setActivityHeartbeatListener(
        StepCheckpoint.class, checkpoint -> beating.countDown());
    Thread activity = Thread.ofVirtual().start(() -> report.set(canary.step(order())));

    beating.await();
    environment.requestCancelActivity();
    activity.join(Duration.ofSeconds(20));

    assertThat(report.get().end()).isEqualTo(End.INTERRUPTED);
    assertThat(report.get().evidence().version()).isEqualTo(1);
  }

  @Test
  void goesOnFromTheLastHeartbeatOfAnotherWorker() {
    CanaryActivities canary = canary();
    Evidence before = stage.step(Stage.at(10, Advance.BY_TIME)).evidence();
    environment.setHeartbeatDetails(
        new StepCheckpoint(
            Clock.systemUTC().instant().minusSeconds(3600),
            Optional.empty(),
            new DataFlow(Optional.empty(), "", false, 100, 0),
            before,
            AnalysisReading.NONE,
            null));

    StepReport report = canary.step(order());

    // The hour that the weight was in force on the other worker counts.
    assertThat(report.end()).isEqualTo(End.ADVANCE);
    assertThat(report.held()).isGreaterThanOrEqualTo(Duration.ofHours(1));
    assertThat(report.analysis().metrics().getFirst().canaryRequests()).isGreaterThan(500);
  }

  private CanaryActivities canary() {
    stage.begin();
    environment.registerActivitiesImplementations(
        new DerivedCanary(
            new Instruments(
                stage.shop,
                stage.cluster,
                new LocalGatewayRouter(stage.cluster),
                this::read,
                pulse)));
    return environment.newActivityStub(
        CanaryActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofMinutes(1))
            .setHeartbeatTimeout(Duration.ofMillis(500))
            .build());
  }

  /** Each look finds a second more of traffic. */
  private Observation read(MetricOrder order) {
    stage.pulse.rest(Duration.ofSeconds(1), null);
    return stage.gateway.read(order);
  }

  private static StepOrder order() {
    StepOrder order = Stage.at(10, Advance.BY_TIME);
    AnalysisRules rules = order.plan().analysis();
    return Stage.judgedBy(
        new AnalysisRules(
            rules.falseRollback(), Duration.ofMillis(100), rules.warmUp(), rules.metrics()),
        order);
  }
}
