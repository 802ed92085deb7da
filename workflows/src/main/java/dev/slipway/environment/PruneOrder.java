package dev.slipway.environment;

import dev.slipway.cluster.Health;
import dev.slipway.cluster.SyncReport;
import dev.slipway.rollout.OperatorOrder;
import java.util.List;
import java.util.Optional;

/**
 * A person has looked at objects that left Git, more than the prune budget lets go, and confirms
 * that they go: these, and no other.
 *
 * @param order who, and why
 * @param commit of the config repository at which they were looked at
 * @param revision what the path renders to there: once it is another, the order is void
 * @param objects all that were shown, as {@code Kind/name}; at most {@link #MOST}
 */
public record PruneOrder(
    OperatorOrder order, String commit, String revision, List<String> objects) {

  /** What nobody reads through is not confirmed. */
  public static final int MOST = 500;

  public PruneOrder {
    if (order == null || commit == null || revision == null) {
      throw new IllegalArgumentException(
          "say who you are, what you looked at and where: {\"order\": {\"by\": \"NAME\"}, \"commit\":"
              + " \"…\", \"revision\": \"…\", \"objects\": [\"Kind/name\"]}");
    }
    objects = objects == null ? List.of() : List.copyOf(objects);
  }

  /** Why a sync that was to carry it out has not; empty when it has. */
  Optional<String> obstacle(SyncReport report) {
    List<String> others =
        report.beyondBudget().stream().filter(object -> !objects.contains(object)).toList();
    if (!others.isEmpty()) {
      return Optional.of(
          "it has become another set since it was looked at, and nothing was deleted: new are "
              + String.join(", ", Prunes.some(others)));
    }
    boolean unfinished = report.pruned().isEmpty() && report.health() != Health.HEALTHY;
    return unfinished
        ? Optional.of("the sync did not come as far as deleting: " + report.reason())
        : Optional.empty();
  }
}
