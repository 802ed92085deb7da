package dev.slipway.starter.server;

import static dev.slipway.starter.world.Records.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.release.Decision;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.service.ReleaseRequest;
import dev.slipway.service.ServiceState;
import dev.slipway.service.ServiceStatus;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.temporal.SlipwayDataConverter;
import dev.slipway.temporal.TaskQueues;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The adapter against the in-JVM server, with workflows that answer as the real ones do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemporalServerTest {

  private static final ReleaseRequest BY_ADA =
      new ReleaseRequest("", "ada", Optional.empty(), Optional.empty());

  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder()
                      .setDataConverter(SlipwayDataConverter.create())
                      .build())
              .setUseTimeskipping(false)
              .build());
  private final SlipwayServer server = new TemporalServer(temporal.getWorkflowClient(), () -> {});

  @BeforeAll
  void startWorker() {
    temporal
        .newWorker(TaskQueues.WORKFLOWS)
        .registerWorkflowImplementationTypes(
            StubWorkflows.Release.class, StubWorkflows.Service.class);
    temporal.start();
  }

  @AfterAll
  void stop() {
    temporal.close();
  }

  @Test
  void readsTheStatusOfARelease() {
    String id = started("shop/aaaaaaaaaaaa-1");

    assertThat(server.status(id, ReleaseStatus.class).orElseThrow().input().key())
        .hasToString("shop/aaaaaaaaaaaa-1");
    assertThat(server.running(id)).isPresent();
    assertThat(server.result(id, ReleaseResult.class)).isEmpty();
  }

  @Test
  void knowsNothingOfAWorkflowThatIsNotThere() {
    assertThat(server.status("release/shop/000000000000-1", ReleaseStatus.class)).isEmpty();
    assertThat(server.running("release/shop/000000000000-1")).isEmpty();
  }

  @Test
  void givesAnOrderAndReadsTheResult() {
    String id = started("shop/bbbbbbbbbbbb-1");

    assertThat(server.order(Order.atOnce(id, "approve", new Decision("ada", "", ""))))
        .isEqualTo("approved");
    assertThat(server.result(id, ReleaseResult.class).map(ReleaseResult::outcome))
        .contains(Outcome.PROMOTED);
    assertThat(server.running(id)).isEmpty();
  }

  @Test
  void showsTheWorkflowsOwnReasonWhenItRefuses() {
    String id = started("shop/cccccccccccc-1");

    assertThatThrownBy(() -> server.order(Order.atOnce(id, "reject", new Decision("ada", "", ""))))
        .isInstanceOfSatisfying(
            CliException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.REFUSED))
        .hasMessage("Say why it is rejected.");
  }

  @Test
  void saysThatAReleaseHasEndedOrNeverWas() {
    String id = started("shop/dddddddddddd-1");
    server.order(Order.atOnce(id, "approve", new Decision("ada", "", "")));
    server.result(id, ReleaseResult.class);

    assertThatThrownBy(() -> server.order(Order.atOnce(id, "approve", new Decision("ada", "", ""))))
        .hasMessage(
            "The release shop/dddddddddddd-1 has ended: see slipway release explain shop/dddddddddddd-1.");
    assertThatThrownBy(
            () ->
                server.order(
                    Order.atOnce(
                        "release/shop/eeeeeeeeeeee-1", "approve", new Decision("ada", "", ""))))
        .isInstanceOfSatisfying(
            CliException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.NOT_FOUND));
  }

  @Test
  void startsTheServiceThatIsAskedForARelease() {
    assertThat(release("shop")).isEqualTo(KEY);
    assertThat(release("shop")).isEqualTo(KEY);
    assertThat(
            server
                .status(WorkflowIds.service("shop"), ServiceStatus.class)
                .orElseThrow()
                .lastNumber())
        .isEqualTo(2);
  }

  @Test
  void showsWhyAServiceReleasesNothing() {
    assertThatThrownBy(() -> release("unbound"))
        .isInstanceOfSatisfying(
            CliException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.REFUSED))
        .hasMessage("Service 'unbound' is not bound in platform.yaml.");
  }

  @Test
  void saysThatAServerWithoutListsCannotList() {
    assertThatThrownBy(() -> server.list(Selection.of(Selection.Kind.RELEASE, 5)))
        .isInstanceOf(CliException.class);
  }

  private String release(String service) {
    return server.order(
        Order.atOnce(WorkflowIds.service(service), "release", BY_ADA)
            .beginningWith("Service", ServiceState.fresh(service)));
  }

  private String started(String key) {
    String id = WorkflowIds.release(ReleaseKey.parse(key));
    WorkflowStub stub =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "Release",
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .setWorkflowId(id)
                    .build());
    stub.start(StubWorkflows.input(key));
    return id;
  }
}
