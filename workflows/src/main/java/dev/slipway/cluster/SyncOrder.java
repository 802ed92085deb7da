package dev.slipway.cluster;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Optional;

/**
 * Make live equal to the path at a commit.
 *
 * @param commit the config repository's commit that is desired: the head, or the stable one while a
 *     rollout runs or the environment is held
 * @param loan present while a rollout runs: what is lent to it is left alone
 * @param healDrift false: differences are reported, not mended
 * @param pruneBudget how many objects one sync may delete at most; more waits for a person
 * @param adopt objects of the path's names that nobody of Slipway's owns become Slipway's: ordered
 *     by a person, or as they were Slipway's before somebody made them anew
 * @param prunePercent how much of what is there it may delete where that is more; 0 where an older
 *     worker did not say
 * @param left fields, as {@code Deployment/shop: spec.replicas}, whose drift is reported and not
 *     mended, although others are: somebody sets them again and again; and objects, as {@code
 *     Deployment/shop}, that are not made anew where they are gone: somebody deletes them again and
 *     again
 * @param confirmed objects that left Git, as {@code Kind/name}, which a person has looked at: where
 *     these are all that would go, they do, whatever the budget says
 * @param unshown how many more had left Git when the person looked, too many to be shown: so many
 *     others may be there, and stay
 */
public record SyncOrder(
    Target target,
    String commit,
    Optional<Loan> loan,
    boolean healDrift,
    int pruneBudget,
    boolean adopt,
    int prunePercent,
    List<String> left,
    List<String> confirmed,
    int unshown) {

  @JsonCreator
  public SyncOrder {
    // Those of older workers leave none.
    left = left == null ? List.of() : List.copyOf(left);
    confirmed = confirmed == null ? List.of() : List.copyOf(confirmed);
  }

  public SyncOrder(
      Target target, String commit, Optional<Loan> loan, boolean healDrift, PruneBudget budget) {
    this(
        target,
        commit,
        loan,
        healDrift,
        budget.objects(),
        false,
        budget.percent(),
        List.of(),
        List.of(),
        0);
  }

  /** One that touches nothing but what is Slipway's. */
  public SyncOrder(
      Target target, String commit, Optional<Loan> loan, boolean healDrift, int pruneBudget) {
    this(target, commit, loan, healDrift, pruneBudget, false, 0, List.of(), List.of(), 0);
  }

  /** Of both kinds together. */
  public PruneBudget prunes() {
    return new PruneBudget(pruneBudget, prunePercent);
  }

  /** The same, but what bears nobody's labels is taken over. */
  public SyncOrder adopting() {
    return new SyncOrder(
        target, commit, loan, healDrift, pruneBudget, true, prunePercent, left, confirmed, unshown);
  }

  /** The same, but these fields are left as they are. */
  public SyncOrder leaving(List<String> fields) {
    return new SyncOrder(
        target,
        commit,
        loan,
        healDrift,
        pruneBudget,
        adopt,
        prunePercent,
        fields,
        confirmed,
        unshown);
  }

  /** The same, but a person has confirmed that these objects are deleted: all that there were. */
  public SyncOrder pruning(List<String> objects) {
    return pruning(objects, 0);
  }

  /**
   * The same, but a person has confirmed that these objects are deleted.
   *
   * @param others how many there were beside them
   */
  public SyncOrder pruning(List<String> objects, int others) {
    return new SyncOrder(
        target, commit, loan, healDrift, pruneBudget, adopt, prunePercent, left, objects, others);
  }

  /**
   * What is lent to a rollout: the workload's derived objects and the route's weights.
   *
   * @param rollout id of the borrower
   */
  public record Loan(String rollout) {}
}
