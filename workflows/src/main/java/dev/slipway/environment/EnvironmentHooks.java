package dev.slipway.environment;

import dev.slipway.gitops.ConfigHead;
import dev.slipway.gitops.RenderedState;
import dev.slipway.hook.Hook;
import dev.slipway.hook.Hook.Occasion;
import dev.slipway.hook.HookReport;
import dev.slipway.hook.HookRun;
import dev.slipway.hook.HookWitness;
import dev.slipway.release.Waiting;
import java.util.List;
import java.util.Optional;

/** The Jobs of a change that goes live by a sync alone, and what people see of them. */
final class EnvironmentHooks implements HookWitness {

  private final EnvironmentLedger ledger;
  private final EnvironmentPort port;
  private final Runnable show;
  private Optional<Waiting> waiting = Optional.empty();

  /**
   * @param show tells people what is waited for
   */
  EnvironmentHooks(EnvironmentLedger ledger, EnvironmentPort port, Runnable show) {
    this.ledger = ledger;
    this.port = port;
    this.show = show;
  }

  /** Present while a Job runs. */
  Optional<Waiting> waiting() {
    return waiting;
  }

  /** Why the head must not get, or not stay, live; empty when it may. */
  Optional<String> failure(ConfigHead head, Occasion occasion, String workload) {
    List<Hook> hooks = ledger.hooksOf(head.state());
    if (hooks.isEmpty()) {
      return Optional.empty();
    }
    RenderedState state = head.state();
    try {
      return new HookRun(
              port.target(workload), state.commit(), state.revision(), hooks, Optional.empty())
          .failure(occasion, this);
    } finally {
      // Also where the cluster was away before the Job's end was seen.
      waiting = Optional.empty();
    }
  }

  /** Nobody takes a change back that has no rollout, but by the branch. */
  @Override
  public boolean isUnwanted() {
    return false;
  }

  @Override
  public void started(Hook hook, Waiting what) {
    waiting = Optional.of(what);
    show.run();
  }

  @Override
  public void ended(Hook hook, HookReport report) {
    waiting = Optional.empty();
    show.run();
  }
}
