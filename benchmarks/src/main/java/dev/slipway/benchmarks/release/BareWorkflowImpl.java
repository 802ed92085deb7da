package dev.slipway.benchmarks.release;

import dev.slipway.benchmarks.release.Script.Step;
import dev.slipway.benchmarks.still.StillPlatform;
import dev.slipway.platform.PlatformActivities;
import dev.slipway.temporal.ActivityPolicies;
import dev.slipway.temporal.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;

/**
 * See {@link BareWorkflow}. The script comes from outside of the history, which a workflow of the
 * product may not do: it is fixed before the first one starts.
 */
public final class BareWorkflowImpl implements BareWorkflow {

  private static final Duration LIMIT = Duration.ofMinutes(30);

  private final Script script;

  public BareWorkflowImpl(Script script) {
    this.script = script;
  }

  @Override
  public void run(Part part) {
    List<Step> steps =
        switch (part) {
          case FLAT -> script.flat().parent();
          case TWIN -> script.parent();
          case CHILD -> script.child();
        };
    for (Step step : steps) {
      switch (step) {
        case Step.Activity activity -> run(activity, part);
        case Step.LocalActivity() ->
            Workflow.newLocalActivityStub(PlatformActivities.class, ActivityPolicies.lookup())
                .binding("bare");
        case Step.Signal() ->
            Workflow.newExternalWorkflowStub(BareEntity.class, BareEntity.ID).word("word");
        case Step.Child() -> Workflow.newChildWorkflowStub(BareWorkflow.class).run(Part.CHILD);
      }
    }
  }

  private static void run(Step.Activity activity, Part part) {
    if (activity.type().startsWith("Entity")) {
      BareActivities bare =
          Workflow.newActivityStub(BareActivities.class, ActivityPolicies.exchange("announce"));
      if (part == Part.FLAT) {
        bare.nothing();
      } else {
        bare.announce();
      }
      return;
    }
    Object[] input = activity.input().stream().map(RawValue::new).toArray();
    Workflow.newUntypedActivityStub(options(activity))
        .execute(activity.type(), Object.class, input);
  }

  /** The policies of the product, by queue. */
  private static ActivityOptions options(Step.Activity activity) {
    return switch (activity.queue()) {
      case TaskQueues.WORKFLOWS -> ActivityPolicies.exchange(activity.type());
      case TaskQueues.BUILDS -> ActivityPolicies.build(activity.type(), LIMIT);
      default -> ActivityPolicies.cluster(StillPlatform.CLUSTER, activity.type(), LIMIT);
    };
  }
}
