package dev.slipway.localcluster.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.localcluster.gateway.Endpoints;
import dev.slipway.localcluster.gateway.Endpoints.ServiceName;
import dev.slipway.localcluster.gateway.Gateway;
import dev.slipway.localcluster.object.Json;
import dev.slipway.localcluster.object.Kind;
import dev.slipway.localcluster.object.ObjectKey;
import dev.slipway.localcluster.object.ObjectStore;
import dev.slipway.localcluster.object.StoredObject;
import dev.slipway.localcluster.pod.EndpointPublication;
import dev.slipway.localcluster.pod.PodController;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Reading and writing objects. A write is in force, where it can be at once, when it is answered.
 */
final class ObjectCalls {

  private final ObjectStore objects;
  private final PodController pods;
  private final EndpointPublication publication;
  private final Endpoints endpoints;
  private final Gateway gateway;

  ObjectCalls(
      ObjectStore objects,
      PodController pods,
      EndpointPublication publication,
      Endpoints endpoints,
      Gateway gateway) {
    this.objects = objects;
    this.pods = pods;
    this.publication = publication;
    this.endpoints = endpoints;
    this.gateway = gateway;
  }

  Answer list(Call call, String namespace) {
    Optional<Kind> kind = Optional.ofNullable(call.query().get("kind")).map(ObjectCalls::kind);
    ObjectNode json = Json.object();
    // Before the items: a change in between is then seen twice, not never.
    json.put("resourceVersion", objects.version());
    ArrayNode items = json.putArray("items");
    objects.list(namespace, kind).forEach(object -> items.add(withStatus(object)));
    return Answer.json(json);
  }

  Answer get(ObjectKey key) {
    return objects
        .get(key)
        .map(object -> Answer.json(withStatus(object)))
        .orElseThrow(() -> missing(key));
  }

  Answer put(Call call, ObjectKey key) throws IOException {
    if (Boolean.parseBoolean(call.query().getOrDefault("dryRun", "false"))) {
      return Answer.json(objects.preview(key, call.json()).copy());
    }
    StoredObject object = objects.put(key, call.json());
    enforce(key);
    return Answer.json(withStatus(object));
  }

  Answer delete(ObjectKey key) {
    if (!objects.delete(key)) {
      throw missing(key);
    }
    enforce(key);
    return Answer.json(Json.object());
  }

  static ObjectKey key(String namespace, String kind, String name) {
    return new ObjectKey(namespace, kind(kind), name);
  }

  private static Kind kind(String word) {
    return Kind.named(word)
        .orElseThrow(
            () -> new ApiFailure(422, "kind " + word + " is not supported by the local cluster."));
  }

  private static ApiFailure missing(ObjectKey key) {
    return new ApiFailure(404, "There is no " + key + ".");
  }

  private void enforce(ObjectKey key) {
    switch (key.kind()) {
      case HTTP_ROUTE -> gateway.refresh(objects::list);
      case SERVICE -> publication.publish();
      case DEPLOYMENT, CONFIG_MAP, SECRET -> pods.wake();
    }
  }

  private ObjectNode withStatus(StoredObject object) {
    ObjectNode json = object.copy();
    ObjectKey key = object.key();
    switch (key.kind()) {
      case DEPLOYMENT -> pods.status(key).ifPresent(status -> json.set("status", status.toJson()));
      case SERVICE ->
          json.putObject("status")
              .put("readyPods", endpoints.ready(new ServiceName(key.namespace(), key.name())));
      case HTTP_ROUTE -> json.set("status", routeStatus(key));
      case CONFIG_MAP, SECRET -> {
        // They have none.
      }
    }
    return json;
  }

  private ObjectNode routeStatus(ObjectKey key) {
    ObjectNode status = Json.object();
    status.set("weightsInForce", weights(gateway.weightsInForce(key.namespace(), key.name())));
    ArrayNode rules = status.putArray("rules");
    gateway
        .weightsByRule(key.namespace(), key.name())
        .forEach(rule -> rules.addObject().set("weightsInForce", weights(rule)));
    return status;
  }

  private static ObjectNode weights(Map<String, Integer> weights) {
    ObjectNode json = Json.object();
    weights.forEach(json::put);
    return json;
  }
}
