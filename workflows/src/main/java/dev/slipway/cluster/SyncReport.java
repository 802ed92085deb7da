package dev.slipway.cluster;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.slipway.gitops.RenderedState;
import java.util.List;

/**
 * What a sync found and did.
 *
 * @param state what was rendered and is desired
 * @param created objects that were not there and now are, as {@code Kind/name}; of a comparison:
 *     that would be made
 * @param drift fields that differed from the desired state, as {@code Kind/name: spec.replicas: 3
 *     instead of 2}; at most 20, Secrets without values
 * @param healed whether the drift was mended (false by policy, or nothing drifted)
 * @param pruned objects that left Git and were deleted
 * @param unpruned objects that left Git and are still there: those beyond the budget, and what no
 *     sync deletes
 * @param health the worst health of the synced objects
 * @param reason the sentence a person needs when not HEALTHY, else empty
 * @param changed fields of objects that another revision has written, which the desired one
 *     changes, worded as drift is; told by a comparison only; at most 100, then how many more
 * @param conflicts fields of objects that another revision has written, which another field manager
 *     has set since and which are as Git says now: {@code Deployment/shop: spec.replicas, set by
 *     kubectl}; at most 100, then how many more
 * @param drifted the fields of the drift one by one; at most 20
 * @param beyondBudget those of the unpruned that go when a person confirms it
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
    List<String> beyondBudget) {

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
  }

  /** Those that left Git and stay, whatever is confirmed: a person deletes them with kubectl. */
  public List<String> neverPruned() {
    return unpruned.stream().filter(object -> !beyondBudget.contains(object)).toList();
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
