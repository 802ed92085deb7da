package dev.slipway.environment;

import dev.slipway.cluster.SyncReport;
import dev.slipway.release.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The objects that left Git and are more than the prune budget lets go: they wait for a person, who
 * confirms exactly these. Knows nothing of Temporal; every instant is handed in.
 */
final class Prunes {

  private static final int KEPT = 10;
  private static final int NAMED = 20;

  private List<String> waiting;
  private int count;
  private @Nullable Instant since;
  private @Nullable PruneOrder confirmed;
  private final List<PruneRecord> past;

  Prunes(PruneState known) {
    waiting = known.waiting();
    count = known.count();
    since = known.since().orElse(null);
    confirmed = known.confirmed().orElse(null);
    past = new ArrayList<>(known.past());
  }

  PruneState state() {
    return new PruneState(
        waiting, count, Optional.ofNullable(since), Optional.ofNullable(confirmed), past);
  }

  /** The order that is not carried out yet. */
  Optional<PruneOrder> confirmed() {
    return Optional.ofNullable(confirmed);
  }

  /** What became of orders, newest first. */
  List<PruneRecord> past() {
    return List.copyOf(past);
  }

  /** What a sync has left. */
  void synced(SyncReport report, Instant at) {
    waiting = some(report.beyondBudget());
    count = report.beyondBudget().size();
    since = count == 0 ? null : since == null ? at : since;
  }

  /** What became of orders to an environment that was terminated. */
  void remember(List<PruneRecord> records) {
    past.addAll(records);
  }

  void confirm(PruneOrder order) {
    confirmed = order;
  }

  /** What the branch says now; an order about something else is void. */
  void read(String revision, Instant at) {
    if (confirmed != null && !confirmed.revision().equals(revision)) {
      end(
          confirmed,
          Optional.of("the branch has moved on since it was looked at, and nothing was deleted"),
          at);
    }
  }

  /** A sync that was to carry it out has come to its end. */
  void carriedOut(PruneOrder order, SyncReport report, Instant at) {
    end(order, order.obstacle(report), at);
  }

  private void end(PruneOrder order, Optional<String> obstacle, Instant at) {
    past.addFirst(
        new PruneRecord(
            at,
            order.order().by(),
            order.order().reason(),
            order.commit(),
            some(order.objects()),
            obstacle));
    while (past.size() > KEPT) {
      past.removeLast();
    }
    confirmed = null;
  }

  /** For people; empty where nothing waits. */
  Optional<Waiting> waiting(EnvironmentKey key) {
    if (since == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Waiting(
            confirmed == null
                ? "a person confirms that "
                    + (count == 1 ? "an object" : count + " objects")
                    + " that left Git may be deleted, more than the prune budget allows: "
                    + String.join(", ", waiting)
                : "the next sync deletes what " + confirmed.order().by() + " has confirmed",
            since,
            Optional.empty(),
            "all of them stay",
            List.of(
                "an operator",
                "a change in Git that brings them back",
                "pruneBudget in platform.yaml"),
            List.of(key.command("prune"))));
  }

  /** As many as a person reads. */
  static List<String> some(List<String> objects) {
    if (objects.size() <= NAMED) {
      return objects;
    }
    List<String> some = new ArrayList<>(objects.subList(0, NAMED));
    some.add("and " + (objects.size() - NAMED) + " more");
    return some;
  }
}
