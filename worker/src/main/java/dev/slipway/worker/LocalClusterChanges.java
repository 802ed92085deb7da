package dev.slipway.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.LocalClusterConnection;
import dev.slipway.temporal.FailureType;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Changes of a local cluster, by its long poll. */
final class LocalClusterChanges implements ClusterWatch.Changes {

  private final LocalClusterConnection connection;
  private long since;

  LocalClusterChanges(LocalClusterConnection connection) {
    this.connection = connection;
  }

  @Override
  public Set<String> next(Duration within) {
    LocalClusterConnection.Answer answer =
        connection.exchange(
            "GET",
            "/v1/watch?since=" + since + "&timeoutMillis=" + within.toMillis(),
            null);
    if (!answer.isSuccess()) {
      throw FailureType.UNREACHABLE.retryable("the watch answers " + answer.message());
    }
    JsonNode body = answer.json();
    since = body.path("resourceVersion").asLong(since);
    Set<String> namespaces = new HashSet<>();
    body.path("changed").forEach(change -> namespaces.add(change.path("namespace").asText()));
    return namespaces;
  }
}
