package dev.slipway.environment;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.cluster.Health;
import dev.slipway.cluster.SyncReport;
import dev.slipway.environment.EnvironmentOutcome.Kind;
import dev.slipway.gitops.ConfigHead;
import dev.slipway.gitops.RenderedState;
import dev.slipway.hook.Hook.Occasion;
import dev.slipway.rollout.RolloutResult;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings what was tried to its end: promoted, or quarantined and restored. What can break comes
 * before what is remembered, so that an act that broke is simply done again.
 */
final class Settlement {

  /**
   * After this a hold is reported as overdue; it goes on, as letting go would bring back the bad.
   */
  private static final Duration HELD_AT_MOST = Duration.ofDays(7);

  /** A release was promoted whatever the sync after its rollout found. */
  private static final String SYNC_MAY_FAIL = "the sync after a rollout may fail";

  private final EnvironmentLedger ledger;
  private final EnvironmentPort port;
  private final Lookout lookout;
  private final ReleaseMail mail;
  private final EnvironmentHooks hooks;

  Settlement(
      EnvironmentLedger ledger,
      EnvironmentPort port,
      Lookout lookout,
      ReleaseMail mail,
      EnvironmentHooks hooks) {
    this.ledger = ledger;
    this.port = port;
    this.lookout = lookout;
    this.mail = mail;
    this.hooks = hooks;
  }

  /**
   * The first revision, or a change that touches no pod: there is nothing to compare, so it goes
   * live at once, between its Jobs.
   */
  void syncHead(ConfigHead head, String workload) {
    Optional<String> obstacle =
        hooks
            .failure(head, Occasion.PRE_SYNC, workload)
            .or(() -> unhealthyAfterSync(head, workload))
            .or(() -> hooks.failure(head, Occasion.POST_SYNC, workload));
    boolean first = ledger.stable().isEmpty();
    if (obstacle.isEmpty()) {
      mail.tell(
          ledger.promoted(
              head,
              first ? "the first version here: live and ready" : "synced: no pod changed",
              now()));
    } else if (first) {
      mail.tell(ledger.neverHealthy(head, obstacle.get(), now()));
    } else {
      restore(head, obstacle.get(), workload);
    }
  }

  private Optional<String> unhealthyAfterSync(ConfigHead head, String workload) {
    SyncReport report = lookout.sync(head.state().commit(), workload);
    return switch (report.health()) {
      case HEALTHY -> Optional.empty();
      case PROGRESSING, DEGRADED, MISSING, UNKNOWN -> Optional.of(notHealthy(report));
    };
  }

  private static String notHealthy(SyncReport report) {
    return "not healthy after the sync: " + report.reason();
  }

  void settle(ActiveRollout rollout, RolloutResult result, String workload) {
    switch (result.outcome()) {
      case PROMOTED -> {
        Optional<String> broken = brokenBySync(rollout, workload);
        if (broken.isEmpty()) {
          mail.tell(ledger.promoted(rollout.head(), result.reason(), now()));
        } else {
          goBack(rollout, broken.get(), workload);
        }
      }
      case ROLLED_BACK -> goBack(rollout, result.reason(), workload);
    }
    ledger.headMayHaveMoved();
  }

  /**
   * The canary was one workload; the sync after it brings all else, later waves and routes among
   * it. What was broken before is not this change's fault.
   */
  private Optional<String> brokenBySync(ActiveRollout rollout, String workload) {
    boolean wasWell =
        ledger.live().lastSync().stream().allMatch(before -> before.health() == Health.HEALTHY);
    SyncReport report = lookout.sync(rollout.head().state().commit(), workload);
    boolean broken = report.health() == Health.DEGRADED || report.health() == Health.MISSING;
    return wasWell && broken && Workflow.getVersion(SYNC_MAY_FAIL, Workflow.DEFAULT_VERSION, 1) == 1
        ? Optional.of(notHealthy(report))
        : Optional.empty();
  }

  private void goBack(ActiveRollout rollout, String reason, String workload) {
    lookout.backToStable(rollout.input().stable().commit(), workload);
    ConfigHead head = port.head(workload);
    if (isStillBad(rollout, head)) {
      restore(rollout.head(), reason, workload);
    } else {
      ledger.quarantine(rollout.head(), reason, now());
      mail.tell(ledger.settle(rollout.head(), Kind.ROLLED_BACK, reason, now()));
    }
  }

  /**
   * A person may have moved the branch on meanwhile: if what is there now does not contain what
   * regressed, it comes next.
   */
  private static boolean isStillBad(ActiveRollout rollout, ConfigHead head) {
    RenderedState bad = rollout.head().state();
    boolean sameArtifact =
        bad.artifact().isPresent() && bad.artifact().equals(head.state().artifact());
    return bad.revision().equals(head.state().revision())
        || (sameArtifact && !bad.artifact().equals(rollout.input().stable().artifact()));
  }

  /** Traffic is on stable already; the branch follows. */
  void restore(ConfigHead bad, String reason, String workload) {
    Restoration restoration = port.restore(bad, ledger.stable().orElseThrow(), reason, workload);
    ledger.quarantine(bad, reason, now());
    switch (restoration) {
      case Restoration.Merged(String commit) -> {
        ledger.headMayHaveMoved();
        ledger.live().mayHaveChanged();
        mail.tell(ledger.settle(bad, Kind.ROLLED_BACK, reason, now()));
      }
      case Restoration.Refused refused -> {
        ledger
            .hold()
            .begin(
                new Held(refused.pullRequest(), refused.reason(), now(), now().plus(HELD_AT_MOST)));
        ledger.live().mayHaveChanged();
        mail.tell(
            ledger.settle(
                bad,
                Kind.HELD,
                reason + "; the branch is not restored yet: " + refused.reason(),
                now()));
      }
    }
  }

  /** The same restoring change once more: its outcome is remembered already. */
  void retryRestore(ConfigHead bad, Held held, String workload) {
    Restoration restoration =
        port.restore(bad, ledger.stable().orElseThrow(), held.reason(), workload);
    switch (restoration) {
      case Restoration.Merged(String commit) -> {
        ledger.hold().goesOn(held.restoring(), "restored, and about to be read");
        ledger.headMayHaveMoved();
      }
      case Restoration.Refused refused ->
          ledger.hold().goesOn(refused.pullRequest(), refused.reason());
    }
  }
}
