package dev.slipway.environment;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.cluster.SyncReport;
import dev.slipway.gitops.ConfigHead;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks at the branch and at what is live. What is told while a look is under way, it may not have
 * seen: it stays news, and is looked at next. Else whoever is faster than a look would be noticed
 * by the resync only.
 */
final class Lookout {

  private static final String WHILE_RECONCILING = "what changes while a sync runs is not lost";
  private static final String WHILE_LOOKING = "what is told during any look is not lost";

  private final EnvironmentLedger ledger;
  private final EnvironmentPort port;

  Lookout(EnvironmentLedger ledger, EnvironmentPort port) {
    this.ledger = ledger;
    this.port = port;
  }

  /** The branch's head; the caller says to the ledger what it takes from it. */
  ConfigHead head(String workload) {
    return look(
        WHILE_LOOKING, ledger::looksAtHead, ledger::headMayHaveMoved, () -> port.head(workload));
  }

  /** Makes live what the commit says, and remembers what was found. */
  SyncReport sync(String commit, String workload) {
    return live(WHILE_LOOKING, () -> port.sync(commit, Optional.empty(), workload));
  }

  /** Makes everything stable again after a rollout that has rolled back. */
  SyncReport backToStable(String commit, String workload) {
    return live(WHILE_LOOKING, () -> port.reconcile(commit, Optional.empty(), workload, List.of()));
  }

  /** Heals what differs, without touching what is lent to a rollout. */
  SyncReport reconcile(String commit, Optional<String> lentTo, String workload) {
    return live(
        WHILE_RECONCILING,
        () -> port.reconcile(commit, lentTo, workload, ledger.live().leftAt(now())));
  }

  /** Deletes what a person has confirmed, if it still is all that would go. */
  SyncReport prune(PruneOrder order, String workload) {
    ledger.live().prunes().begin();
    return live(WHILE_LOOKING, () -> port.prune(order, workload, ledger.live().leftAt(now())));
  }

  /** What a person ordered to adopt was looked at beside the acts: it is looked at once more. */
  void adopted(ConfigHead head, SyncReport report) {
    ledger.read(head, now());
    ledger.live().found(report, now());
    if (keepsNews(WHILE_LOOKING)) {
      ledger.headMayHaveMoved();
      ledger.live().mayHaveChanged();
    } else {
      ledger.looksAtHead();
      ledger.live().look();
    }
  }

  private SyncReport live(String gate, Supplier<SyncReport> sync) {
    SyncReport report = look(gate, ledger.live()::look, ledger.live()::mayHaveChanged, sync);
    ledger.live().found(report, now());
    return report;
  }

  private static <T> T look(String gate, Runnable begins, Runnable failed, Supplier<T> look) {
    boolean keepsNews = keepsNews(gate);
    if (keepsNews) {
      begins.run();
    }
    try {
      T seen = look.get();
      if (!keepsNews) {
        begins.run();
      }
      return seen;
    } catch (ActivityFailure e) {
      failed.run();
      throw e;
    }
  }

  private static boolean keepsNews(String gate) {
    return Workflow.getVersion(gate, Workflow.DEFAULT_VERSION, 1) == 1;
  }
}
