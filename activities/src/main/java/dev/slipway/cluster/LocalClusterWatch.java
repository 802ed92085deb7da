package dev.slipway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Notices changes of a local cluster, by its long poll. Used by one thread. */
public final class LocalClusterWatch {

  private final LocalClusterConnection connection;
  private long since;

  public LocalClusterWatch(LocalClusterConnection connection) {
    this.connection = connection;
  }

  /**
   * Blocks until something changes or the time is over.
   *
   * @param within less than the connection's own limit of 10 s
   * @return what changed since the call before, by namespace
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when the cluster does not answer
   */
  public Set<LiveChange> next(Duration within) {
    JsonNode body =
        LocalClusterConnection.successful(
                connection.exchange(
                    "GET",
                    "/v1/watch?since=" + since + "&timeoutMillis=" + within.toMillis(),
                    null))
            .json();
    since = body.path("resourceVersion").asLong(since);
    Set<LiveChange> changes = new HashSet<>();
    body.path("changed")
        .forEach(change -> changes.add(LiveChange.anywhereIn(change.path("namespace").asText())));
    return changes;
  }
}
