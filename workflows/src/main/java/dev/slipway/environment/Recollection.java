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
 * <p>The history of the run before tells what was stable, what is quarantined and what became of
 * earlier revisions, as far as {@link MemoryTrail} can put it together. The rollout's own workflow
 * tells what was tried: it is taken up where it runs still, and where its candidate is what the
 * branch says and nothing is known of how that ended.
 */
final class Recollection {

  private static final String ASKED = "a new environment asks for its last rollout";
  private static final String REMEMBERED = "a new environment asks for what the one before knew";

  private final EnvironmentKey key;
  private final EnvironmentLedger ledger;
  private final EnvironmentPort port;

  Recollection(EnvironmentKey key, EnvironmentLedger ledger, EnvironmentPort port) {
    this.key = key;
    this.ledger = ledger;
    this.port = port;
  }

  /** What was tried when the environment ended, and who had brought it. */
  private record Trial(
      StableRevision stable,
      ActiveRollout active,
      Optional<Candidacy> candidacy,
      LastRollout last) {}

  /**
   * Does nothing where anything is known. All is asked before anything is taken in, so that a
   * recollection that broke is simply done again.
   */
  void recall() {
    if (!ledger.snapshot().isFresh()
        || Workflow.getVersion(ASKED, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION) {
      return;
    }
    Optional<EnvironmentMemory> memory = memory();
    Optional<Trial> trial =
        port.lastRollout()
            .filter(last -> last.running() || !isSettled(last, memory))
            .flatMap(last -> trial(last, memory));
    memory.ifPresent(ledger::remember);
    trial.ifPresent(this::takeUp);
  }

  private Optional<EnvironmentMemory> memory() {
    if (Workflow.getVersion(REMEMBERED, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION) {
      return Optional.empty();
    }
    return port.lastMemory().map(memory -> memory.withStable(memory.stable().map(this::completed)));
  }

  /** Nobody wrote down what of the revision touches pods: its commit still says it. */
  private StableRevision completed(StableRevision stable) {
    if (!stable.podRevision().isEmpty()) {
      return stable;
    }
    String workload = stable.workload().isEmpty() ? port.workload() : stable.workload();
    RenderedState state = state(stable.ref(), workload);
    return new StableRevision(
        new RevisionRef(stable.ref().commit(), stable.ref().revision(), state.artifact()),
        state.podRevision(),
        stable.number(),
        stable.release(),
        workload,
        stable.plan(),
        stable.since());
  }

  private static boolean isSettled(LastRollout last, Optional<EnvironmentMemory> memory) {
    String tried = last.input().candidate().revision();
    return memory.filter(known -> known.hasSettled(tried, last.startedAt())).isPresent();
  }

  private Optional<Trial> trial(LastRollout last, Optional<EnvironmentMemory> memory) {
    RolloutInput input = last.input();
    String workload = input.target().workload();
    ConfigHead head = port.head(workload);
    boolean undecided = head.state().revision().equals(input.candidate().revision());
    if (!last.running() && !undecided) {
      return Optional.empty();
    }
    StableRevision stable =
        memory
            .flatMap(EnvironmentMemory::stable)
            .filter(known -> known.ref().revision().equals(input.stable().revision()))
            .orElseGet(() -> stable(input, last.startedAt()));
    ConfigHead tried =
        undecided
            ? head
            : new ConfigHead(
                state(input.candidate(), workload),
                new CommitCause(Optional.empty(), input.cause(), ""));
    Optional<String> release = head.cause().release().filter(input.cause()::equals);
    return Optional.of(
        new Trial(
            stable,
            new ActiveRollout(input, release, tried, last.startedAt()),
            release.map(of -> candidacy(of, input, memory)),
            last));
  }

  private void takeUp(Trial trial) {
    RolloutInput input = trial.active().input();
    port.learnWorkload(input.target().workload());
    ledger.recall(trial.stable(), trial.active(), trial.candidacy());
    if (!trial.last().running()) {
      ledger
          .trial()
          .ended(trial.last().result().orElseGet(() -> RolloutHandle.withoutResult(input, now())));
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

  /** As the release asked for the slot, where that is known; else what its rollout tells. */
  private Candidacy candidacy(
      String release, RolloutInput input, Optional<EnvironmentMemory> memory) {
    return memory
        .flatMap(known -> known.candidacyOf(release))
        .orElseGet(() -> candidacy(release, input));
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
