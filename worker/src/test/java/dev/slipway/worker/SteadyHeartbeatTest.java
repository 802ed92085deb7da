package dev.slipway.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.temporal.SlipwayDataConverter;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** On the SDK's test server, in real time: a beat is a second. */
class SteadyHeartbeatTest {

  private static final String QUEUE = "beats";

  /** What an activity keeps. */
  record Checkpoint(int block) {}

  /** One activity. */
  @ActivityInterface
  public interface Asking {
    int ask();
  }

  /** Runs it, with a heartbeat timeout of two seconds. */
  @WorkflowInterface
  public interface Asks {
    @WorkflowMethod
    int run();
  }

  /** Its implementation. */
  public static final class AsksOnce implements Asks {
    @Override
    public int run() {
      return Workflow.newActivityStub(
              Asking.class,
              ActivityOptions.newBuilder()
                  .setStartToCloseTimeout(Duration.ofSeconds(30))
                  .setHeartbeatTimeout(Duration.ofSeconds(2))
                  .setRetryOptions(
                      RetryOptions.newBuilder()
                          .setMaximumAttempts(2)
                          .setInitialInterval(Duration.ofMillis(100))
                          .build())
                  .build())
          .ask();
    }
  }

  @Test
  void aQuestionThatTakesLongerThanTheHeartbeatTimeoutIsNoDeadWorkerAndKeepsTheCheckpoint() {
    List<Optional<Checkpoint>> found = new CopyOnWriteArrayList<>();

    int attempts =
        run(
            () -> {
              int attempt = Activity.getExecutionContext().getInfo().getAttempt();
              if (attempt == 1) {
                Activity.getExecutionContext().heartbeat(new Checkpoint(7));
                waitSeconds(4);
                throw new IllegalStateException("the answer did not come");
              }
              // The beats of the second attempt come before it looks at what is kept.
              waitSeconds(3);
              found.add(Activity.getExecutionContext().getHeartbeatDetails(Checkpoint.class));
              return attempt;
            });

    assertThat(attempts).isEqualTo(2);
    assertThat(found).containsExactly(Optional.of(new Checkpoint(7)));
  }

  private static int run(Asking activity) {
    try (SteadyHeartbeat heartbeat = new SteadyHeartbeat();
        TestWorkflowEnvironment server =
            TestWorkflowEnvironment.newInstance(
                TestEnvironmentOptions.newBuilder()
                    .setUseTimeskipping(false)
                    .setWorkflowClientOptions(
                        WorkflowClientOptions.newBuilder()
                            .setDataConverter(SlipwayDataConverter.create())
                            .build())
                    .setWorkerFactoryOptions(
                        WorkerFactoryOptions.newBuilder().setWorkerInterceptors(heartbeat).build())
                    .build())) {
      var worker = server.newWorker(QUEUE);
      worker.registerWorkflowImplementationTypes(AsksOnce.class);
      worker.registerActivitiesImplementations(activity);
      server.start();
      return server
          .getWorkflowClient()
          .newWorkflowStub(Asks.class, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build())
          .run();
    }
  }

  /** As long as a question to the outside takes that is not answered. */
  private static void waitSeconds(int seconds) {
    try {
      assertThat(new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)).isFalse();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
