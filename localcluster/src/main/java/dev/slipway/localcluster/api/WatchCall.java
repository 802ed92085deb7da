package dev.slipway.localcluster.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.localcluster.object.ChangeLog;
import dev.slipway.localcluster.object.Json;
import dev.slipway.localcluster.object.ObjectKey;
import dev.slipway.localcluster.object.ObjectStore;
import dev.slipway.localcluster.object.StoredObject;
import java.time.Duration;
import java.util.List;

/** Waiting for changes. */
final class WatchCall {

  private static final long LONGEST_MILLIS = 60_000;

  private final ChangeLog changes;
  private final ObjectStore objects;

  WatchCall(ChangeLog changes, ObjectStore objects) {
    this.changes = changes;
    this.objects = objects;
  }

  /**
   * What changed since a version; when that is not known any more, every object there is, and
   * {@code complete} is false, as deletions may have been missed.
   */
  Answer answer(Call call) {
    long since = call.number("since", 0, 0, Long.MAX_VALUE);
    long millis = call.number("timeoutMillis", 30_000, 0, LONGEST_MILLIS);
    ChangeLog.Changes news;
    try {
      news = changes.await(since, Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiFailure(503, "The cluster is stopping.");
    }
    List<ObjectKey> keys =
        news.complete() ? news.changed() : objects.list().stream().map(StoredObject::key).toList();
    ObjectNode json = Json.object();
    json.put("resourceVersion", news.version());
    json.put("complete", news.complete());
    ArrayNode changed = json.putArray("changed");
    keys.forEach(
        key ->
            changed
                .addObject()
                .put("namespace", key.namespace())
                .put("kind", key.kind().word())
                .put("name", key.name()));
    return Answer.json(json);
  }
}
