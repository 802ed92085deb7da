package dev.slipway.service;

import dev.slipway.release.ReleaseKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a service knows, and the pure decision which commit is released next. A burst of pushes
 * coalesces: while a build cannot start, only the newest commit is kept.
 */
final class ServiceLedger {

  private static final int RECENT_KEPT = 50;
  private static final int ATTEMPTS_KEPT = 500;

  private final String service;
  private @Nullable String released;
  private @Nullable String pending;
  private final Map<String, Boolean> running;
  private long lastNumber;
  private final LinkedHashMap<String, Integer> attempts;
  private final List<String> recent;

  ServiceLedger(ServiceState state) {
    service = state.service();
    released = state.released().orElse(null);
    pending = state.pending().orElse(null);
    running = new LinkedHashMap<>(state.running());
    lastNumber = state.lastNumber();
    attempts = new LinkedHashMap<>(state.attempts());
    recent = new ArrayList<>(state.recent());
  }

  ServiceState snapshot() {
    return new ServiceState(
        service,
        Optional.ofNullable(released),
        Optional.ofNullable(pending),
        running,
        lastNumber,
        attempts,
        recent);
  }

  ServiceStatus status(String team) {
    return new ServiceStatus(
        service,
        team,
        released == null ? "" : released,
        List.copyOf(running.keySet()).reversed(),
        pending == null ? "" : pending,
        lastNumber,
        recent);
  }

  /** The source branch is at this commit; one that was released already changes nothing. */
  void headMoved(String commit) {
    if (!commit.equals(released)) {
      pending = commit;
    }
  }

  /**
   * The commit to release now, if any.
   *
   * @param maximumBuilds how many releases may be building at once
   */
  Optional<String> next(int maximumBuilds) {
    long building = running.values().stream().filter(built -> !built).count();
    return building < maximumBuilds ? Optional.ofNullable(pending) : Optional.empty();
  }

  /** A release of the branch's head starts. */
  void startedHead(String commit) {
    released = commit;
    if (commit.equals(pending)) {
      pending = null;
    }
  }

  ReleaseKey newRelease(String commit) {
    int attempt = attempts.merge(commit, 1, Integer::sum);
    while (attempts.size() > ATTEMPTS_KEPT) {
      attempts.remove(attempts.keySet().iterator().next());
    }
    lastNumber++;
    ReleaseKey key = new ReleaseKey(service, commit, attempt);
    running.put(key.toString(), false);
    return key;
  }

  long lastNumber() {
    return lastNumber;
  }

  void built(String release) {
    running.computeIfPresent(release, (name, before) -> true);
  }

  void ended(String release) {
    if (running.remove(release) != null) {
      recent.addFirst(release);
      while (recent.size() > RECENT_KEPT) {
        recent.removeLast();
      }
    }
  }

  /** Whether nothing was ever seen or released of the service. */
  boolean isEmpty() {
    return released == null && pending == null && lastNumber == 0;
  }

  List<String> running() {
    return List.copyOf(running.keySet());
  }
}
