package dev.slipway.environment;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.delivery.ApprovalRule;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.Mode;
import dev.slipway.delivery.SlotPolicy;
import dev.slipway.gitops.CommitCause;
import dev.slipway.gitops.ConfigHead;
import dev.slipway.gitops.RenderedState;
import dev.slipway.rollout.RevisionRef;
import dev.slipway.rollout.RolloutInput;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.Optional;

/**
 * What an environment that begins anew can still know: somebody terminated the one before, perhaps
 * in the middle of a rollout. Without this it would take the production branch's head for its first
 * version and bring it to everybody, although a canary of it has just begun.
 *
 * <p>The rollout's own workflow tells what was stable and what was tried. It is taken up where it
 * runs still, and where its candidate is what the branch says: the rest is history.
 */
final class Recollection {

  private static final String ASKED = "a new environment asks for its last rollout";

  private final EnvironmentKey key;
  private final EnvironmentLedger ledger;
  private final EnvironmentPort port;

  Recollection(EnvironmentKey key, EnvironmentLedger ledger, EnvironmentPort port) {
    this.key = key;
    this.ledger = ledger;
    this.port = port;
  }

  /** Does nothing where anything is known. */
  void recall() {
    if (!ledger.snapshot().isFresh()
        || Workflow.getVersion(ASKED, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION) {
      return;
    }
    Optional<LastRollout> last = port.lastRollout();
    if (last.isPresent()) {
      takeUp(last.get());
    }
  }

  private void takeUp(LastRollout last) {
    RolloutInput input = last.input();
    String workload = input.target().workload();
    ConfigHead head = port.head(workload);
    boolean undecided = head.state().revision().equals(input.candidate().revision());
    if (!last.running() && !undecided) {
      return;
    }
    StableRevision stable = stable(input, last.startedAt());
    ConfigHead tried =
        undecided
            ? head
            : new ConfigHead(
                state(input.candidate(), workload),
                new CommitCause(Optional.empty(), input.cause(), ""));
    Optional<String> release = head.cause().release().filter(input.cause()::equals);
    port.learnWorkload(workload);
    ledger.recall(
        stable,
        new ActiveRollout(input, release, tried, last.startedAt()),
        release.map(of -> candidacy(of, input)));
    if (!last.running()) {
      ledger.ended(last.result().orElseGet(() -> RolloutHandle.withoutResult(input, now())));
    }
  }

  /** Its gates are forgotten: what is stricter than any comes back with the next release. */
  private StableRevision stable(RolloutInput input, Instant since) {
    String workload = input.target().workload();
    return new StableRevision(
        input.stable(),
        state(input.stable(), workload).podRevision(),
        0,
        "",
        workload,
        Optional.empty(),
        since);
  }

  private RenderedState state(RevisionRef revision, String workload) {
    return port.compare(revision.commit(), workload).state();
  }

  private Candidacy candidacy(String release, RolloutInput input) {
    EnvironmentPlan plan =
        new EnvironmentPlan(
            key.environment(),
            Mode.DELIVERY,
            ApprovalRule.DEFAULT,
            SlotPolicy.NEWEST,
            input.plan());
    return new Candidacy(
        key,
        release,
        0,
        input.candidate().artifact().orElse(""),
        true,
        false,
        false,
        SlotPolicy.NEWEST,
        plan,
        plan,
        input.target().workload());
  }
}
