package dev.slipway.cluster;

import dev.slipway.environment.PruneOrder;
import dev.slipway.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a sync has found and done, of which its report tells the first of each list only: it lies in
 * histories, and a path may have thousands of objects.
 *
 * @param cut attempts before, which ended where an object had changed meanwhile: what they have
 *     done is done
 * @param lasting whether it was more than a comparison
 */
record SyncFindings(
    DesiredState desired,
    SyncPlan plan,
    List<PlanExecution> cut,
    PlanExecution execution,
    Pruning pruning,
    PathCondition condition,
    boolean lasting) {

  private static final int MOST_DRIFT = 20;
  private static final int MOST_CHANGES = 100;

  /** As many as an environment follows fights over. */
  private static final int MOST_DONE = 50;

  /** Ids of what was deleted; of a comparison, of what would be. */
  List<String> pruned() {
    return condition.complete() ? ids(pruning.prunes()) : List.of();
  }

  /**
   * @param confirmed what has become of what a person has confirmed
   */
  SyncReport report(SyncOrder order, Optional<ConfirmedObjects> confirmed) {
    List<String> created =
        lasting ? withCut(PlanExecution::created, execution.created()) : plan.created();
    List<String> drift = withCut(PlanExecution::healedDrift, plan.drift());
    List<DriftedField> drifted = withCut(PlanExecution::healed, plan.drifted());
    List<String> beyond = ids(pruning.beyond());
    int named = lasting ? MOST_DONE : MOST_CHANGES;
    return new SyncReport(
        desired.state(),
        NamedObjects.first(created, named),
        drift.stream().limit(MOST_DRIFT).toList(),
        lasting && drifted.stream().anyMatch(DriftedField::healed),
        NamedObjects.first(pruned(), named),
        unpruned(beyond),
        condition.health(),
        Reasons.shortened(condition.reason()),
        bounded(plan.changed()),
        bounded(conflicts(drift)),
        lasting ? drifted.stream().limit(MOST_DRIFT).toList() : List.of(),
        // A comparison is what a person confirms, who sees all that is named there.
        NamedObjects.first(beyond, lasting ? NamedObjects.MOST : PruneOrder.MOST),
        new SyncTotals(
            created.size(),
            pruned().size(),
            beyond.size(),
            pruning.never().size(),
            order.loan().isEmpty()),
        confirmed);
  }

  /** What the attempts that were cut off have done, then what this one tells. */
  private <T> List<T> withCut(Function<PlanExecution, List<T>> done, List<T> now) {
    return Stream.concat(cut.stream().map(done).flatMap(List::stream), now.stream())
        .distinct()
        .toList();
  }

  /** The first of those that wait, and of those that never go. */
  private List<String> unpruned(List<String> beyond) {
    return Stream.of(beyond, ids(pruning.never()))
        .flatMap(objects -> NamedObjects.first(objects, NamedObjects.MOST).stream())
        .sorted()
        .toList();
  }

  /** Whose field drifted is said there already. */
  private List<String> conflicts(List<String> drift) {
    return withCut(PlanExecution::takenOver, execution.conflicts()).stream()
        .filter(
            conflict -> {
              String object = conflict.substring(0, conflict.indexOf(": ") + 2);
              return drift.stream().noneMatch(field -> field.startsWith(object));
            })
        .toList();
  }

  private static List<String> bounded(List<String> sentences) {
    if (sentences.size() <= MOST_CHANGES) {
      return sentences;
    }
    List<String> some = new ArrayList<>(sentences.subList(0, MOST_CHANGES));
    some.add("and " + (sentences.size() - MOST_CHANGES) + " more fields");
    return some;
  }

  private static List<String> ids(List<Manifest> objects) {
    return objects.stream().map(Manifest::id).sorted().toList();
  }
}
