package dev.slipway.release;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.build.Artifact;
import dev.slipway.build.BuildActivities;
import dev.slipway.build.BuildOrder;
import dev.slipway.build.BuildResult;
import dev.slipway.build.TestOrder;
import dev.slipway.build.TestResult;
import dev.slipway.build.TestSuiteSummary;
import dev.slipway.delivery.Delivery;
import dev.slipway.delivery.TestSuite;
import dev.slipway.platform.ServiceBinding;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.source.SourceActivities;
import dev.slipway.source.SourceOrder;
import dev.slipway.source.SourceReading;
import dev.slipway.temporal.ActivityPolicies;
import dev.slipway.temporal.SlipwaySearchAttributes;
import io.temporal.workflow.Workflow;

/** What is done with a commit before any environment: it is read, built and tested. */
final class Integration {

  private final ReleaseRuntime runtime;
  private final ServiceBinding binding;

  Integration(ReleaseRuntime runtime, ServiceBinding binding) {
    this.runtime = runtime;
    this.binding = binding;
  }

  SourceReading read() {
    SourceActivities source =
        Workflow.newActivityStub(
            SourceActivities.class, ActivityPolicies.exchange("commit and delivery file"));
    SourceOrder order =
        new SourceOrder(
            binding.source().repository(),
            runtime.input().key().commit(),
            binding.source().deliveryFile());
    SourceReading reading = runtime.run("read commit", () -> source.read(order));
    runtime.progress().commit(reading.subject(), binding.team());
    runtime.progress().log().pass("read commit", reading.subject(), now());
    Workflow.upsertTypedSearchAttributes(SlipwaySearchAttributes.TEAM.valueSet(binding.team()));
    return reading;
  }

  /**
   * Builds it, or waits for who else does.
   *
   * @throws ReleaseStopped when it does not build
   */
  Artifact build(SourceReading reading, Delivery delivery) {
    runtime.enter(Phase.BUILDING);
    BuildOrder order =
        new BuildOrder(
            runtime.release(),
            runtime.input().key().service(),
            binding.source().repository(),
            reading.commit(),
            delivery.build());
    BuildResult result =
        delivery.build().isElsewhere()
            ? new ExternalBuild(runtime, order).await()
            : buildHere(order);
    StepLog log = runtime.progress().log();
    log.refer("build", result.log());
    return switch (result) {
      case BuildResult.Built built -> {
        runtime.progress().built(built.artifact());
        log.pass("build", built.artifact().reference(), now());
        yield built.artifact();
      }
      case BuildResult.NotBuilt not -> {
        log.fail("build", not.reason() + "\n" + not.lastLines(), now());
        throw failed("build: " + not.reason());
      }
    };
  }

  private BuildResult buildHere(BuildOrder order) {
    BuildActivities builds =
        Workflow.newActivityStub(
            BuildActivities.class, ActivityPolicies.build("build", order.spec().timeout()));
    return runtime.run("build", () -> builds.artifact(order));
  }

  /**
   * Runs the suites one after another.
   *
   * @throws ReleaseStopped at the first that does not pass
   */
  void test(SourceReading reading, Delivery delivery, Artifact artifact) {
    runtime.enter(Phase.TESTING);
    for (TestSuite suite : delivery.tests()) {
      test(reading, suite, artifact);
    }
  }

  private void test(SourceReading reading, TestSuite suite, Artifact artifact) {
    String step = "test " + suite.name();
    BuildActivities tests =
        Workflow.newActivityStub(
            BuildActivities.class, ActivityPolicies.build(step, suite.timeout()));
    TestOrder order =
        new TestOrder(
            runtime.release(),
            runtime.input().key().service(),
            binding.source().repository(),
            reading.commit(),
            suite,
            artifact);
    TestResult result = runtime.run(step, () -> tests.test(order));
    StepLog log = runtime.progress().log();
    log.refer(step, result.log());
    if (!result.passed()) {
      log.fail(step, TestSuiteSummary.of(result) + "\n" + result.lastLines(), now());
      throw failed(step + ": " + result.reason());
    }
    log.pass(step, TestSuiteSummary.of(result), now());
  }

  private static ReleaseStopped failed(String reason) {
    return new ReleaseStopped(Outcome.FAILED, reason);
  }
}
