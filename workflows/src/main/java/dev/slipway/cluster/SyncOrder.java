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
 *     by a person, once
 * @param left fields, as {@code Deployment/shop: spec.replicas}, whose drift is reported and not
 *     mended, although others are: somebody sets them again and again
 */
public record SyncOrder(
    Target target,
    String commit,
    Optional<Loan> loan,
    boolean healDrift,
    int pruneBudget,
    boolean adopt,
    List<String> left) {

  @JsonCreator
  public SyncOrder {
    // Those of older workers leave none.
    left = left == null ? List.of() : List.copyOf(left);
  }

  /** One that touches nothing but what is Slipway's. */
  public SyncOrder(
      Target target, String commit, Optional<Loan> loan, boolean healDrift, int pruneBudget) {
    this(target, commit, loan, healDrift, pruneBudget, false, List.of());
  }

  /** The same, but these fields are left as they are. */
  public SyncOrder leaving(List<String> fields) {
    return new SyncOrder(target, commit, loan, healDrift, pruneBudget, adopt, fields);
  }

  /**
   * What is lent to a rollout: the workload's derived objects and the route's weights.
   *
   * @param rollout id of the borrower
   */
  public record Loan(String rollout) {}
}
