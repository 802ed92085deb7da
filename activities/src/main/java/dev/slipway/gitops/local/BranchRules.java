package dev.slipway.gitops.local;

import dev.slipway.gitops.CommitStatus;
import dev.slipway.gitops.local.JsonRef.Version;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/** Branch protection, and the commit statuses that it asks for. */
final class BranchRules {

  private static final String PROTECTION = "refs/slipway/protection";
  private static final String STATUSES = "refs/slipway/statuses/";
  private static final int MAX_CONTEXTS = 100;

  private static final JsonRef<StatusRecord> STATUS_RECORDS =
      new JsonRef<>("statuses.json", StatusRecord.class);
  private static final JsonRef<ProtectionRecord> PROTECTION_RECORDS =
      new JsonRef<>("protection.json", ProtectionRecord.class);

  private final ForgeSession session;

  BranchRules(ForgeSession session) {
    this.session = session;
  }

  /** Why a pull request may not be merged now; empty when it may. */
  Optional<String> refusal(PullRecord record) throws IOException {
    Optional<Protection> protection =
        PROTECTION_RECORDS
            .read(session.repository(), PROTECTION)
            .map(version -> version.value().branches().get(record.base()));
    if (protection.isEmpty()) {
      return Optional.empty();
    }
    Map<String, StatusRecord.Status> statuses =
        STATUS_RECORDS
            .read(session.repository(), STATUSES + record.head())
            .map(version -> version.value().contexts())
            .orElse(Map.of());
    return protection.get().refusal(record.head(), record.reviews(), statuses);
  }

  /** Sets a status; gives all of that commit. */
  StatusRecord report(CommitStatus status) throws IOException {
    if (!ObjectId.isId(status.commit())) {
      throw FailureType.NOT_FOUND.permanent("'" + status.commit() + "' is no full commit id");
    }
    String ref = STATUSES + status.commit();
    Optional<Version<StatusRecord>> seen = STATUS_RECORDS.read(session.repository(), ref);
    StatusRecord old = seen.map(Version::value).orElse(new StatusRecord(Map.of()));
    StatusRecord now =
        old.with(status.context(), new StatusRecord.Status(status.state(), status.description()));
    if (now.equals(old)) {
      return old;
    }
    if (now.contexts().size() > MAX_CONTEXTS) {
      throw FailureType.LIMIT_EXCEEDED.permanent(
          status.commit() + " has " + MAX_CONTEXTS + " statuses already");
    }
    String message = status.context() + ": " + status.state() + ", " + status.description();
    return STATUS_RECORDS
        .write(session.repository(), ref, seen, now, session.bySlipway(message))
        .orElseThrow(() -> changed("the statuses of " + status.commit()))
        .value();
  }

  /** Sets or takes away what a branch asks of a merge; gives the rules of all. */
  ProtectionRecord protect(String branch, Optional<Protection> protection) throws IOException {
    Optional<Version<ProtectionRecord>> seen =
        PROTECTION_RECORDS.read(session.repository(), PROTECTION);
    Map<String, Protection> all =
        new TreeMap<>(seen.map(version -> version.value().branches()).orElse(Map.of()));
    protection.ifPresentOrElse(rules -> all.put(branch, rules), () -> all.remove(branch));
    return PROTECTION_RECORDS
        .write(
            session.repository(),
            PROTECTION,
            seen,
            new ProtectionRecord(all),
            session.bySlipway("Protect " + branch))
        .orElseThrow(() -> changed("the protection of branches"))
        .value();
  }

  private static RuntimeException changed(String what) {
    return FailureType.UNREACHABLE.retryable(what + " was changed by somebody else; tried again");
  }
}
