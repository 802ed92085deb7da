package dev.slipway.rollout;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.hook.Hook;
import dev.slipway.hook.Hook.Occasion;
import dev.slipway.hook.HookReport;
import dev.slipway.hook.HookRun;
import dev.slipway.hook.HookWitness;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.RolloutStatus.Phase;
import java.util.Optional;

/** The Jobs of a rollout's candidate, around whatever course it takes. */
final class RolloutHooks implements HookWitness {

  private final OperatorOrders orders;
  private final RolloutProgress progress;
  private final boolean verified;
  private final HookRun hooks;

  RolloutHooks(RolloutInput input, OperatorOrders orders, RolloutProgress progress) {
    this.orders = orders;
    this.progress = progress;
    verified = !Hook.of(input.hooks(), Occasion.POST_SYNC).isEmpty();
    hooks =
        new HookRun(
            input.target(),
            input.candidate().commit(),
            input.candidate().revision(),
            input.hooks(),
            Optional.of("slipway release abort " + input.target().key() + " --reason …"));
  }

  /** Why the candidate must get nothing; empty when it may. */
  Optional<String> before() {
    return unlessAborted(failure(Occasion.PRE_SYNC));
  }

  /** Why what is promoted must be taken back; empty when it may stay. */
  Optional<String> after() {
    if (!verified) {
      return Optional.empty();
    }
    // A rolling update has shown another phase until now: everyone has the new version here, too.
    progress.enter(Phase.PROMOTING);
    progress.verify(true);
    Optional<String> failure = failure(Occasion.POST_SYNC);
    progress.verify(false);
    // An order to abort that was accepted holds, although the last Job was faster.
    return orders.abort().isPresent() ? Optional.of(orders.aborted()) : failure;
  }

  private Optional<String> failure(Occasion occasion) {
    try {
      return hooks.failure(occasion, this);
    } finally {
      // Also where the cluster was away before the Job's end was seen.
      progress.waitedEnough();
    }
  }

  private Optional<String> unlessAborted(Optional<String> failure) {
    return failure.map(reason -> orders.abort().isPresent() ? orders.aborted() : reason);
  }

  @Override
  public boolean isUnwanted() {
    return orders.abort().isPresent();
  }

  @Override
  public void started(Hook hook, Waiting waiting) {
    progress.log().start(hook.title(), "", now());
    progress.waitFor(waiting);
    progress.show();
  }

  @Override
  public void ended(Hook hook, HookReport report) {
    progress.waitedEnough();
    progress.log().refer(hook.title(), report.reference());
    if (report.succeeded()) {
      progress.log().pass(hook.title(), report.detail(), now());
    } else {
      progress.log().fail(hook.title(), report.detail(), now());
    }
    progress.show();
  }
}
