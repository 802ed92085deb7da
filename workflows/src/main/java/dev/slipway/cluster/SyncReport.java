package dev.slipway.cluster;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.slipway.gitops.RenderedState;
import java.util.List;
import java.util.Optional;

/**
 * What a sync found and did. Its lists are bounded, however many objects the path has; {@code
 * totals} tells how many there are.
 *
 * @param state what was rendered and is desired
 * @param created objects that were not there and now are, as {@code Kind/name}, the first 50; of a
 *     comparison: that would be made, the first 100
 * @param drift fields that differed from the desired state, as {@code Kind/name: spec.replicas: 3
 *     instead of 2}; at most 20, Secrets without values
 * @param healed whether the drift was mended (false by policy, or nothing drifted)
 * @param pruned objects that left Git and were deleted; as many as of those that were created
 * @param unpruned objects that left Git and are still there: those beyond the budget, and what no
 *     sync deletes; of each the first 20
 * @param health the worst health of the synced objects
 * @param reason the sentence a person needs when not HEALTHY, else empty
 * @param changed fields of objects that another revision has written, which the desired one
 *     changes, worded as drift is; told by a comparison only; at most 100, then how many more
 * @param conflicts fields of objects that another revision has written, which another field manager
 *     has set since and which are as Git says now: {@code Deployment/shop: spec.replicas, set by
 *     kubectl}; at most 100, then how many more
 * @param drifted the fields of the drift one by one; at most 20
 * @param beyondBudget those of the unpruned that go when a person confirms it; the first 20, of a
 *     comparison, which is made to be confirmed, the first 500
 * @param totals how many objects there are of each kind of list
 * @param confirmed present where a person had confirmed that objects are deleted: what has become
 *     of them
 */
public record SyncReport(
    RenderedState state,
    List<String> created,
    List<String> drift,
    boolean healed,
    List<String> pruned,
    List<String> unpruned,
    Health health,
    String reason,
    List<String> changed,
    List<String> conflicts,
    List<DriftedField> drifted,
    List<String> beyondBudget,
    SyncTotals totals,
    Optional<ConfirmedObjects> confirmed) {

  @JsonCreator
  public SyncReport {
    // Those of older workers have none.
    changed = changed == null ? List.of() : List.copyOf(changed);
    conflicts = conflicts == null ? List.of() : List.copyOf(conflicts);
    drifted = drifted == null ? List.of() : List.copyOf(drifted);
    beyondBudget = beyondBudget == null ? List.of() : List.copyOf(beyondBudget);
    created = List.copyOf(created);
    drift = List.copyOf(drift);
    pruned = List.copyOf(pruned);
    unpruned = List.copyOf(unpruned);
    // Older workers name all of them.
    totals = totals == null ? totals(created, pruned, unpruned, beyondBudget) : totals;
    confirmed = confirmed == null ? Optional.empty() : confirmed;
  }

  private static SyncTotals totals(
      List<String> created, List<String> pruned, List<String> unpruned, List<String> beyondBudget) {
    return new SyncTotals(
        created.size(),
        pruned.size(),
        beyondBudget.size(),
        Math.max(0, unpruned.size() - beyondBudget.size()),
        true);
  }

  /** Those that left Git and stay, whatever is confirmed: a person deletes them with kubectl. */
  public List<String> neverPruned() {
    return unpruned.stream().filter(object -> !beyondBudget.contains(object)).toList();
  }

  /** One that names every object, and to which nobody has confirmed anything. */
  public SyncReport(
      RenderedState state,
      List<String> created,
      List<String> drift,
      boolean healed,
      List<String> pruned,
      List<String> unpruned,
      Health health,
      String reason,
      List<String> changed,
      List<String> conflicts,
      List<DriftedField> drifted,
      List<String> beyondBudget) {
    this(
        state,
        created,
        drift,
        healed,
        pruned,
        unpruned,
        health,
        reason,
        changed,
        conflicts,
        drifted,
        beyondBudget,
        totals(created, pruned, unpruned, beyondBudget),
        Optional.empty());
  }

  /** One where Git has changed nothing that is there. */
  public SyncReport(
      RenderedState state,
      List<String> created,
      List<String> drift,
      boolean healed,
      List<String> pruned,
      List<String> unpruned,
      Health health,
      String reason) {
    this(
        state, created, drift, healed, pruned, unpruned, health, reason, List.of(), List.of(),
        List.of(), List.of());
  }
}
