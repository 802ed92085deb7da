package dev.slipway.starter.environment;

import dev.slipway.cluster.SyncReport;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentState;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.environment.PruneOrder;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.server.Order;
import dev.slipway.starter.server.SlipwayServer;
import dev.slipway.temporal.FailureType;
import dev.slipway.temporal.WorkflowIds;
import java.time.Duration;
import java.util.List;

/** Reads environments and gives them orders. */
final class Environments {

  /** A sync waits for pods; the workflow itself gives up after five minutes. */
  private static final Duration SYNCING = Duration.ofMinutes(6);

  private final SlipwayServer server;

  Environments(SlipwayServer server) {
    this.server = server;
  }

  /**
   * @throws CliException NOT_FOUND
   */
  EnvironmentStatus status(EnvironmentKey key) {
    return server
        .status(WorkflowIds.environment(key), EnvironmentStatus.class)
        .orElseThrow(() -> unknown(key));
  }

  /** What a sync would change, without changing it. */
  EnvironmentStatus diff(EnvironmentKey key) {
    return known(key, order(key, "diff", List.of()));
  }

  /**
   * What a comparison has found.
   *
   * @throws CliException REFUSED where the path cannot be synced at all
   */
  static SyncReport compared(EnvironmentStatus looked) {
    SyncReport found =
        looked
            .lastSync()
            .orElseThrow(
                () ->
                    new CliException(
                        ExitCode.TROUBLE,
                        "The environment "
                            + looked.key()
                            + " compared nothing: see slipway environment status "
                            + looked.key()
                            + "."));
    if (found.reason().startsWith(FailureType.MISCONFIGURED.name())) {
      throw new CliException(
          ExitCode.REFUSED,
          "The path of " + looked.key() + " cannot be synced: " + found.reason() + ".");
    }
    return found;
  }

  /** Deletes what a person has looked at, and nothing where anything else would go. */
  EnvironmentStatus prune(EnvironmentKey key, PruneOrder order) {
    return known(key, order(key, "prune", List.of(order)));
  }

  /** An environment that somebody terminated begins anew, where the platform knows the service. */
  EnvironmentStatus sync(EnvironmentKey key, OperatorOrder by) {
    Order<EnvironmentStatus> sync = order(key, "sync", List.of(by));
    boolean begins =
        server.running(WorkflowIds.environment(key)).isEmpty()
            && server.running(WorkflowIds.service(key.service())).isPresent();
    return known(
        key, begins ? sync.beginningWith("Environment", EnvironmentState.fresh(key)) : sync);
  }

  /**
   * The first word to an environment may be that what is live there is stable: then it begins with
   * that, where the service is one that the platform knows.
   */
  EnvironmentStatus adopt(EnvironmentKey key, OperatorOrder by) {
    Order<EnvironmentStatus> adopt = order(key, "adopt", List.of(by));
    boolean begins = server.running(WorkflowIds.environment(key)).isEmpty();
    if (begins && server.running(WorkflowIds.service(key.service())).isEmpty()) {
      throw new CliException(
          ExitCode.NOT_FOUND,
          "There is no service '"
              + key.service()
              + "': write its name as in platform.yaml, and see slipway service list.");
    }
    return server.order(
        begins ? adopt.beginningWith("Environment", EnvironmentState.fresh(key)) : adopt);
  }

  private static Order<EnvironmentStatus> order(
      EnvironmentKey key, String update, List<Object> arguments) {
    return Order.of(
        WorkflowIds.environment(key), update, EnvironmentStatus.class, SYNCING, arguments);
  }

  private EnvironmentStatus known(EnvironmentKey key, Order<EnvironmentStatus> order) {
    try {
      return server.order(order);
    } catch (CliException e) {
      throw e.code() == ExitCode.NOT_FOUND ? unknown(key) : e;
    }
  }

  private static CliException unknown(EnvironmentKey key) {
    return new CliException(
        ExitCode.NOT_FOUND,
        "Nothing is known of "
            + key
            + " yet: see slipway environment list, or start a release with slipway release start "
            + key.service()
            + ".");
  }
}
