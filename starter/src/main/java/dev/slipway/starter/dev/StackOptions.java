package dev.slipway.starter.dev;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a stack is started.
 *
 * @param temporalPort port of the Temporal server; empty: 7233 or the next free one
 * @param uiPort port of its Web UI; empty: 8233 or the next free one
 * @param gatewayPort port under which the services of the local cluster answer; empty: 7280 or the
 *     next free one
 * @param workerPort port of the worker's health, metrics and logs; empty: 7281 or the next free one
 * @param branchPoll how often each watched branch is asked for its head
 * @param localCluster whether there is a local cluster; the worker serves the Kubernetes clusters
 *     of its platform file either way
 */
public record StackOptions(
    OptionalInt temporalPort,
    OptionalInt uiPort,
    OptionalInt gatewayPort,
    OptionalInt workerPort,
    Duration branchPoll,
    boolean localCluster) {

  /** Usual ports where they are free, and a branch is asked every second. */
  public static StackOptions usual() {
    return new StackOptions(
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Duration.ofSeconds(1),
        true);
  }

  /** The same where nothing runs on this machine but Temporal and the worker. */
  public StackOptions withoutLocalCluster() {
    return new StackOptions(temporalPort, uiPort, gatewayPort, workerPort, branchPoll, false);
  }
}
