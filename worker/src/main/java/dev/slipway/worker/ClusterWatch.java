package dev.slipway.worker;

import dev.slipway.cluster.LiveChange;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.ServiceBinding;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one cluster and nudges the environments whose objects changed: one watch per cluster,
 * whatever the number of environments. Environments look for themselves; a nudge too many only
 * finds that nothing differs.
 */
final class ClusterWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);

  /** So long nothing may have changed before the environments are nudged. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  /** Where something changes all the time, they are nudged all the same after this many. */
  private static final int MOST_ROUNDS = 5;

  private final String cluster;
  private final Changes changes;
  private boolean troubled;

  /** Blocks until something changes in the cluster or the time is over. */
  @FunctionalInterface
  interface Changes {

    /**
     * @return what changed since the call before
     * @throws RuntimeException when the cluster does not answer
     */
    Set<LiveChange> next(Duration within);
  }

  ClusterWatch(String cluster, Changes changes) {
    this.cluster = cluster;
    this.changes = changes;
  }

  /**
   * One round.
   *
   * @return false when the cluster did not answer: the caller waits before the next round
   */
  boolean look(List<ServiceBinding> services, Duration within, Consumer<EnvironmentKey> nudge)
      throws InterruptedException {
    try {
      Set<LiveChange> changed = gathered(within);
      concerned(services, changed).forEach(nudge);
      if (troubled) {
        LOG.info("cluster {} answers again", cluster);
        troubled = false;
      }
      return true;
    } catch (RuntimeException e) {
      if (!troubled) {
        LOG.warn("cluster {} cannot be watched: {}", cluster, e.getMessage());
        troubled = true;
      }
      return false;
    }
  }

  /** What a rollout changes comes in bursts: one nudge tells of all of them. */
  private Set<LiveChange> gathered(Duration within) throws InterruptedException {
    Set<LiveChange> changed = new HashSet<>(changes.next(within));
    boolean more = !changed.isEmpty();
    for (int round = 0; more && round < MOST_ROUNDS; round++) {
      Thread.sleep(QUIET);
      Set<LiveChange> next = changes.next(Duration.ZERO);
      changed.addAll(next);
      more = !next.isEmpty();
    }
    return changed;
  }

  private Set<EnvironmentKey> concerned(List<ServiceBinding> services, Set<LiveChange> changed) {
    Set<EnvironmentKey> keys = new HashSet<>();
    for (ServiceBinding service : services) {
      for (EnvironmentBinding environment : service.environments()) {
        EnvironmentKey key = new EnvironmentKey(environment.name(), service.service());
        if (environment.cluster().equals(cluster)
            && changed.stream().anyMatch(change -> change.concerns(key, environment.namespace()))) {
          keys.add(key);
        }
      }
    }
    return keys;
  }
}
