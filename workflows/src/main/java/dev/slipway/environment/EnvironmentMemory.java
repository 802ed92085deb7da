package dev.slipway.environment;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can still be known of an environment that somebody terminated.
 *
 * @param stable what was proven last; its {@code podRevision} is empty where nobody wrote it down,
 *     and so is its artifact then
 * @param attempts rollouts by candidate revision, of those that were not promoted
 * @param open candidacies of releases that were told no outcome, at most 10
 * @param history newest first, at most 50
 * @param quarantine newest first, at most 100
 * @param earlier revisions that were stable before, newest first, at most 20
 * @param prunes what became of orders to delete objects, newest first, at most 10
 */
public record EnvironmentMemory(
    Optional<StableRevision> stable,
    Map<String, Integer> attempts,
    List<Candidacy> open,
    List<EnvironmentOutcome> history,
    List<Quarantined> quarantine,
    List<StableRevision> earlier,
    List<PruneRecord> prunes) {

  public EnvironmentMemory {
    attempts = Map.copyOf(attempts);
    open = List.copyOf(open);
    history = List.copyOf(history);
    quarantine = List.copyOf(quarantine);
    earlier = List.copyOf(earlier);
    prunes = List.copyOf(prunes);
  }

  /** The same with what was found out about what was stable. */
  EnvironmentMemory withStable(Optional<StableRevision> known) {
    return new EnvironmentMemory(known, attempts, open, history, quarantine, earlier, prunes);
  }

  /** How a release that was told nothing asked for the slot last. */
  Optional<Candidacy> candidacyOf(String release) {
    return open.stream().filter(candidacy -> candidacy.release().equals(release)).findFirst();
  }

  /** Whether the last rollout of this revision, which began then, has been settled. */
  boolean hasSettled(String revision, Instant startedAt) {
    return history.stream()
        .anyMatch(
            outcome -> outcome.revision().equals(revision) && !outcome.at().isBefore(startedAt));
  }
}
