package dev.slipway.environment;

import dev.slipway.cluster.DriftedField;
import dev.slipway.cluster.SyncReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields and objects over which somebody else and the healing of drift fight. Each heal would
 * be undone in a moment and done again, for ever: after a bound it is left as it is and said, until
 * the desired state changes, a person orders a sync, or a later heal holds. Knows nothing of
 * Temporal; every instant is handed in.
 */
final class Contests {

  /** Of fields that are healed at all; the oldest are forgotten. */
  private static final int KEPT = 50;

  private final Map<String, Contest> byField = new LinkedHashMap<>();

  Contests(List<Contest> known) {
    known.forEach(contest -> byField.put(contest.field(), contest));
  }

  List<Contest> all() {
    return List.copyOf(byField.values());
  }

  /** Those in which healing has stopped. */
  List<Contest> stopped() {
    return byField.values().stream().filter(Contest::isStopped).toList();
  }

  /** The fields, and the objects, that a sync at this time leaves as they are. */
  List<String> leftAt(Instant now) {
    return byField.values().stream()
        .filter(contest -> contest.isLeftAt(now))
        .map(Contest::field)
        .toList();
  }

  /**
   * What a sync has found and done.
   *
   * @param remade objects that it made although they had been there at this revision
   */
  void synced(SyncReport report, List<String> remade, Instant at) {
    String revision = report.state().revision();
    byField.values().removeIf(contest -> !contest.revision().equals(revision));
    List<String> drifted = new ArrayList<>();
    for (DriftedField field : report.drifted()) {
      String name = field.name();
      Contest known = byField.getOrDefault(name, Contest.none(name, revision));
      drifted.add(name);
      if (field.healed()) {
        healed(known, field.setBy(), at);
      } else if (known.isStopped()) {
        byField.put(name, known.left(field.setBy()));
      }
    }
    for (String object : remade) {
      Contest known = byField.getOrDefault(object, Contest.none(object, revision));
      drifted.add(object);
      healed(known, Optional.empty(), at);
    }
    byField
        .values()
        .removeIf(contest -> !drifted.contains(contest.field()) && contest.isOverAt(at));
    while (byField.size() > KEPT) {
      byField.remove(byField.keySet().iterator().next());
    }
  }

  /** The last to be healed is the last to be forgotten. */
  private void healed(Contest known, Optional<String> by, Instant at) {
    byField.remove(known.field());
    byField.put(known.field(), known.healed(by, at));
  }

  /** A person wants all of it healed: whoever fights is given another chance. */
  void forget() {
    byField.clear();
  }
}
