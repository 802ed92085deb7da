package dev.slipway.environment;

import dev.slipway.cluster.NamedObjects;
import dev.slipway.cluster.PruneBudget;
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
  private static final String OPERATOR = "an operator";
  private static final String GIT = "a change in Git that brings them back";

  private List<String> waiting;
  private int count;
  private @Nullable Instant since;
  private @Nullable PruneOrder confirmed;
  private final List<PruneRecord> past;
  private boolean begun;
  private boolean partly;

  Prunes(PruneState known) {
    waiting = known.waiting();
    count = known.count();
    since = known.since().orElse(null);
    confirmed = known.confirmed().orElse(null);
    past = new ArrayList<>(known.past());
    begun = known.begun();
    partly = known.partly();
  }

  PruneState state() {
    return new PruneState(
        waiting,
        count,
        Optional.ofNullable(since),
        Optional.ofNullable(confirmed),
        past,
        begun,
        partly);
  }

  /** The order that is not carried out yet. */
  Optional<PruneOrder> confirmed() {
    return Optional.ofNullable(confirmed);
  }

  /** What became of orders, newest first. */
  List<PruneRecord> past() {
    return List.copyOf(past);
  }

  /** What a sync has left; one that did not look tells nothing of it. */
  void synced(SyncReport report, Instant at) {
    if (!report.totals().lookedFor()) {
      return;
    }
    count = report.totals().beyondBudget();
    waiting = NamedObjects.some(report.beyondBudget(), count);
    since = count == 0 ? null : since == null ? at : since;
    partly = partly && count > 0;
  }

  /**
   * How much a sync may delete that nobody has confirmed. Once a person has begun to confirm what
   * is too much to be shown at once, nothing of the rest goes unseen, however little it is.
   */
  PruneBudget budget(PruneBudget usual) {
    return partly ? PruneBudget.NONE : usual;
  }

  /** What became of orders to an environment that was terminated. */
  void remember(List<PruneRecord> records) {
    past.addAll(records);
  }

  void confirm(PruneOrder order) {
    begun = begun && order.equals(confirmed);
    confirmed = order;
  }

  /** From now on some of it may be gone, whatever becomes of it. */
  void begin() {
    begun = true;
    partly = partly || (confirmed != null && confirmed.unshown() > 0);
  }

  /** What the branch says now; an order about something else is void. */
  void read(String revision, Instant at) {
    if (confirmed != null && !confirmed.revision().equals(revision)) {
      end(
          confirmed,
          Optional.of(
              "the branch has moved on since it was looked at, and "
                  + (begun
                      ? "some may be deleted already, as a sync that was to do it broke"
                      : "nothing was deleted")),
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
            NamedObjects.some(order.objects()),
            obstacle));
    while (past.size() > KEPT) {
      past.removeLast();
    }
    confirmed = null;
    begun = false;
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
                    + " that left Git may be deleted, "
                    + (partly ? "the rest of " : "")
                    + "more than the prune budget allows: "
                    + String.join(", ", waiting)
                : "the next sync deletes what " + confirmed.order().by() + " has confirmed",
            since,
            Optional.empty(),
            "all of them stay",
            partly
                ? List.of(OPERATOR, GIT)
                : List.of(OPERATOR, GIT, "pruneBudget in platform.yaml"),
            List.of(key.command("prune"))));
  }
}
