package dev.slipway.cluster;

import com.fasterxml.jackson.annotation.JsonCreator;
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
 */
public record SyncOrder(
    Target target,
    String commit,
    Optional<Loan> loan,
    boolean healDrift,
    int pruneBudget,
    boolean adopt) {

  @JsonCreator
  public SyncOrder {}

  /** One that touches nothing but what is Slipway's. */
  public SyncOrder(
      Target target, String commit, Optional<Loan> loan, boolean healDrift, int pruneBudget) {
    this(target, commit, loan, healDrift, pruneBudget, false);
  }

  /**
   * What is lent to a rollout: the workload's derived objects and the route's weights.
   *
   * @param rollout id of the borrower
   */
  public record Loan(String rollout) {}
}
