package dev.slipway.build.process;

import dev.slipway.build.BuildActivities;
import dev.slipway.build.BuildOrder;
import dev.slipway.build.BuildResult;
import dev.slipway.build.TestOrder;
import dev.slipway.build.TestResult;
import dev.slipway.temporal.SlipwayDataConverter;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A worker that runs one activity at a time, as Temporal would have it run. */
final class TemporalBench implements AutoCloseable {

  private final TestActivityEnvironment temporal =
      TestActivityEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder()
                      .setDataConverter(SlipwayDataConverter.create())
                      .build())
              .build());
  private volatile @Nullable BuildActivities current;

  TemporalBench() {
    temporal.registerActivitiesImplementations(new Exchangeable());
  }

  /** What the activities are from now on. */
  void use(BuildActivities activities) {
    current = activities;
  }

  BuildActivities builds() {
    return temporal.newActivityStub(
        BuildActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofMinutes(1))
            .setHeartbeatTimeout(Duration.ofSeconds(1))
            .build());
  }

  void listen(Consumer<String> heartbeats) {
    temporal.setActivityHeartbeatListener(String.class, heartbeats::accept);
  }

  void cancel() {
    temporal.requestCancelActivity();
  }

  @Override
  public void close() {
    temporal.close();
  }

  /** Temporal takes one implementation, once. */
  private final class Exchangeable implements BuildActivities {

    @Override
    public BuildResult artifact(BuildOrder order) {
      return delegate().artifact(order);
    }

    @Override
    public TestResult test(TestOrder order) {
      return delegate().test(order);
    }

    private BuildActivities delegate() {
      BuildActivities activities = current;
      if (activities == null) {
        throw new IllegalStateException("no activities are in use");
      }
      return activities;
    }
  }
}
