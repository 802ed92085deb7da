package dev.slipway.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Manifest;

/**
 * The steps that a Rollout has while Slipway rolls it out: they lead to one weight and stay there.
 * Pure.
 *
 * <p>The controller begins anew at the first step whenever the steps change, so that each list
 * begins with what is in force: the weight does not dip while pods for the next one are started.
 */
public final class ArgoSteps {

  private ArgoSteps() {}

  /**
   * The candidate as it stands in Git, but at its beginning: a pod without traffic, where a router
   * shares it, else no pod. Without {@code rollbackWindow}, by which the controller would bring in
   * a version that it knows from before without any step.
   */
  public static Manifest beginning(Manifest rollout) {
    ObjectNode json = rollout.json().deepCopy();
    ObjectNode spec = (ObjectNode) json.get("spec");
    spec.remove("rollbackWindow");
    ArrayNode steps = JsonNodeFactory.instance.arrayNode();
    if (new ArgoRollout(rollout).isRouted()) {
      steps.addObject().putObject("setCanaryScale").put("replicas", 1);
    } else {
      setWeight(steps, 0);
    }
    pause(steps);
    ((ObjectNode) json.at("/spec/strategy/canary")).set("steps", steps);
    return new Manifest(json);
  }

  /** The fields of a live Rollout that bring its canary to a weight from that which it has. */
  static ObjectNode leadingTo(ArgoRollout live, int weight) {
    int before = last(live);
    ArrayNode steps = JsonNodeFactory.instance.arrayNode();
    if (live.isRouted() && before == 0) {
      steps.addObject().putObject("setCanaryScale").put("weight", weight);
    } else if (live.isRouted()) {
      setWeight(steps, before);
    }
    setWeight(steps, weight);
    pause(steps);
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields
        .withObjectProperty("spec")
        .withObjectProperty("strategy")
        .withObjectProperty("canary")
        .set("steps", steps);
    return fields;
  }

  /** The weight that the steps lead to; 0 where none of them sets one. */
  static int last(ArgoRollout live) {
    int weight = 0;
    for (JsonNode step : live.canary().path("steps")) {
      weight = step.path("setWeight").asInt(weight);
    }
    return weight;
  }

  private static void setWeight(ArrayNode steps, int weight) {
    steps.addObject().put("setWeight", weight);
  }

  private static void pause(ArrayNode steps) {
    steps.addObject().putObject("pause");
  }
}
