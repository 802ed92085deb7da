package dev.slipway.environment;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.slipway.cluster.ConfirmedObjects;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.NamedObjects;
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
 * @param unshown how many more waited and were not shown, as they were too many: they stay, and are
 *     shown next
 */
public record PruneOrder(
    OperatorOrder order, String commit, String revision, List<String> objects, int unshown) {

  /** What nobody reads through is not confirmed. */
  public static final int MOST = 500;

  @JsonCreator
  public PruneOrder {
    if (order == null || commit == null || revision == null) {
      throw new IllegalArgumentException(
          "say who you are, what you looked at and where: {\"order\": {\"by\": \"NAME\"}, \"commit\":"
              + " \"…\", \"revision\": \"…\", \"objects\": [\"Kind/name\"]}");
    }
    objects = objects == null ? List.of() : List.copyOf(objects);
    unshown = Math.max(0, unshown);
  }

  /** One whose objects are all that waited. */
  public PruneOrder(OperatorOrder order, String commit, String revision, List<String> objects) {
    this(order, commit, revision, objects, 0);
  }

  /** Why a sync that was to carry it out has not; empty when it has. */
  Optional<String> obstacle(SyncReport report) {
    return report
        .confirmed()
        .map(found -> obstacle(found, report))
        .orElseGet(() -> obstacleForOlderWorker(report));
  }

  private Optional<String> obstacle(ConfirmedObjects found, SyncReport report) {
    if (found.left() > 0) {
      return Optional.of(
          found.unseenCount() > unshown
              ? anotherSet(found)
              : "the sync did not come as far as deleting "
                  + (found.gone() > 0 ? "the rest" + alreadyGone(found) : "them")
                  + ": "
                  + report.reason());
    }
    return found.kept().isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(", ", found.kept())
                + " stay: no sync deletes them by now, as they are marked so, are not Slipway's any"
                + " more, or are in Git again"
                + alreadyGone(found));
  }

  private String anotherSet(ConfirmedObjects found) {
    String done =
        found.gone() > 0 ? "nothing more was deleted" + alreadyGone(found) : "nothing was deleted";
    return "it has become another set since it was looked at, and "
        + done
        + ": "
        + (unshown == 0
            ? "new are " + String.join(", ", found.unseen())
            : found.unseenCount() + " more have left Git, and not " + unshown);
  }

  private String alreadyGone(ConfirmedObjects found) {
    return found.gone() > 0 ? " (" + found.gone() + " of " + objects.size() + " are gone)" : "";
  }

  private Optional<String> obstacleForOlderWorker(SyncReport report) {
    List<String> others =
        report.beyondBudget().stream().filter(object -> !objects.contains(object)).toList();
    if (!others.isEmpty()) {
      return Optional.of(
          "it has become another set since it was looked at, and nothing was deleted: new are "
              + String.join(", ", NamedObjects.some(others)));
    }
    boolean unfinished = report.pruned().isEmpty() && report.health() != Health.HEALTHY;
    return unfinished
        ? Optional.of("the sync did not come as far as deleting them: " + report.reason())
        : Optional.empty();
  }
}
