package dev.slipway.environment;

import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.environment.EnvironmentOutcome.Kind;
import dev.slipway.rollout.RevisionRef;
import dev.slipway.rollout.RolloutInput;
import dev.slipway.rollout.RolloutResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what an environment knew from what its history tells, event by event in their
 * order: what it began with, what it answered to people (all it knew then), what it told releases,
 * and how its rollouts began and ended. Pure.
 *
 * <p>What a history does not tell: outcomes of a person's own commits that had no rollout (the
 * first version, and what touches no pod), as nobody is told of them, unless a person ordered
 * something afterwards. What was stable after them the next rollout tells; where there was none,
 * the stable revision is the one before, whose pods are the same.
 */
public final class MemoryTrail {

  private static final int OPEN_KEPT = 10;

  private final String environment;
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Map<String, Candidacy> candidacies = new LinkedHashMap<>();
  private final Map<String, Candidacy> open = new LinkedHashMap<>();
  private final Map<String, RolloutInput> rollouts = new HashMap<>();
  private Chronicle past;
  private @Nullable StableRevision stable;
  private List<PruneRecord> prunes;

  /**
   * @param begin what the run of it that was terminated began with
   */
  public MemoryTrail(EnvironmentState begin) {
    environment = begin.key().environment();
    past = new Chronicle(begin);
    stable = begin.stable().orElse(null);
    attempts.putAll(begin.attempts());
    prunes = begin.prunes().past();
    begin.candidates().forEach(this::enter);
    begin
        .rollout()
        .ifPresent(active -> rollouts.put(active.input().candidate().revision(), active.input()));
  }

  /** What it knew itself of the environment before it. */
  public void remembered(EnvironmentMemory memory) {
    past = new Chronicle(memory.history(), memory.quarantine(), List.of(), memory.earlier());
    stable = memory.stable().orElse(null);
    attempts.putAll(memory.attempts());
    prunes = memory.prunes();
    memory.open().forEach(this::enter);
  }

  /** A release announced itself, or asked for the slot. */
  public void entered(Candidacy candidacy) {
    enter(candidacy);
    if (candidacy.ready() && candidacy.overrideQuarantine()) {
      past.lift(known -> known.artifact().equals(Optional.of(candidacy.artifact())));
    }
  }

  private void enter(Candidacy candidacy) {
    candidacies.put(candidacy.release(), candidacy);
    open.put(candidacy.release(), candidacy);
  }

  /**
   * A rollout began; it tells what was stable then, however that had become so.
   *
   * @param at when
   */
  public void started(RolloutInput input, Instant at) {
    StableRevision before = stable;
    if (before == null || !before.ref().revision().equals(input.stable().revision())) {
      if (before != null) {
        past.add(before);
      }
      stable =
          new StableRevision(
              input.stable(),
              "",
              before == null ? 0 : before.number(),
              "",
              input.target().workload(),
              planOf(before),
              at);
    }
    rollouts.put(input.candidate().revision(), input);
    attempts.put(input.candidate().revision(), input.attempt());
  }

  /** A rollout ended; what a release brought is told to that release, too, which says more. */
  public void ended(RolloutResult result) {
    RolloutInput input = rollouts.get(result.candidate());
    if (input == null || candidacies.containsKey(input.cause())) {
      return;
    }
    Kind kind =
        switch (result.outcome()) {
          case PROMOTED -> Kind.PROMOTED;
          case ROLLED_BACK -> Kind.ROLLED_BACK;
        };
    settle(
        new EnvironmentOutcome(
            environment,
            "",
            result.candidate(),
            input.candidate().commit(),
            kind,
            result.reason(),
            result.endedAt()),
        Optional.empty());
  }

  /** A release was told what became of its change; the same once more is the same. */
  public void told(EnvironmentOutcome outcome) {
    if (!past.history().contains(outcome)) {
      settle(outcome, Optional.ofNullable(candidacies.get(outcome.release())));
    }
    open.remove(outcome.release());
  }

  /** It answered a person with all that it knew. */
  public void answered(EnvironmentStatus status) {
    past = new Chronicle(status.history(), status.quarantine(), status.drift(), status.earlier());
    stable = status.stable().orElse(null);
    prunes = status.prunes();
  }

  private void settle(EnvironmentOutcome outcome, Optional<Candidacy> candidacy) {
    past.add(outcome);
    switch (outcome.kind()) {
      case PROMOTED -> promoted(outcome, candidacy);
      case ROLLED_BACK, HELD -> quarantine(outcome, candidacy);
      case FAILED -> {}
    }
  }

  private void promoted(EnvironmentOutcome outcome, Optional<Candidacy> candidacy) {
    StableRevision before = stable;
    boolean same = before != null && before.ref().revision().equals(outcome.revision());
    if (before != null && !same) {
      past.add(before);
    }
    Optional<String> artifact =
        Optional.ofNullable(rollouts.get(outcome.revision()))
            .map(rollout -> rollout.candidate().artifact())
            .orElse(before != null && same ? before.ref().artifact() : Optional.empty());
    RevisionRef ref = new RevisionRef(outcome.commit(), outcome.revision(), artifact);
    stable =
        new StableRevision(
            ref,
            before != null && same ? before.podRevision() : "",
            candidacy.map(Candidacy::number).orElse(before == null ? 0 : before.number()),
            outcome.release(),
            candidacy.map(Candidacy::workload).orElse(before == null ? "" : before.workload()),
            candidacy.map(Candidacy::declared).or(() -> planOf(before)),
            outcome.at());
    attempts.remove(outcome.revision());
  }

  private static Optional<EnvironmentPlan> planOf(@Nullable StableRevision revision) {
    return revision == null ? Optional.empty() : revision.plan();
  }

  /** As the environment itself quarantines: an artifact that is stable, too, is not what is bad. */
  private void quarantine(EnvironmentOutcome outcome, Optional<Candidacy> candidacy) {
    Optional<RolloutInput> input = Optional.ofNullable(rollouts.get(outcome.revision()));
    Optional<String> artifact =
        input
            .map(rollout -> rollout.candidate().artifact())
            .orElseGet(() -> candidacy.map(Candidacy::artifact));
    Optional<String> proven =
        input
            .map(rollout -> rollout.stable().artifact())
            .orElseGet(() -> stable == null ? Optional.empty() : stable.ref().artifact());
    past.add(
        new Quarantined(
            outcome.revision(),
            artifact.equals(proven) ? Optional.empty() : artifact,
            outcome.reason(),
            outcome.at()));
  }

  public EnvironmentMemory memory() {
    List<Candidacy> waiting = List.copyOf(open.values());
    return new EnvironmentMemory(
        Optional.ofNullable(stable),
        attempts,
        waiting.subList(Math.max(0, waiting.size() - OPEN_KEPT), waiting.size()),
        past.history(),
        past.quarantine(),
        past.earlier(),
        prunes);
  }
}
