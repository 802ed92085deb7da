package dev.slipway.starter.environment;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.server.Order;
import dev.slipway.starter.server.SlipwayServer;
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

  /** An update that answers with the status. */
  EnvironmentStatus order(EnvironmentKey key, String update, List<Object> arguments) {
    try {
      return server.order(
          new Order<>(
              WorkflowIds.environment(key), update, EnvironmentStatus.class, SYNCING, arguments));
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
