package dev.slipway.cluster.kubernetes;

import dev.slipway.cluster.ObjectCondition;
import dev.slipway.manifest.Manifest;

/**
 * How an object of any kind is, by the conditions that controllers agree on: {@code Stalled},
 * {@code Reconciling} and {@code Ready}, and the generation that was seen. One that says nothing of
 * itself is as it should be.
 */
final class StandardStatus {

  private StandardStatus() {}

  static ObjectCondition of(Manifest live) {
    Conditions conditions = Conditions.of(live);
    long generation = live.json().path("metadata").path("generation").asLong(0);
    long seen = live.json().path("status").path("observedGeneration").asLong(generation);
    if (seen < generation) {
      return ObjectCondition.progressing("its controller has not seen the last change yet");
    }
    if (conditions.isTrue("Stalled")) {
      return ObjectCondition.failed("is stalled: " + conditions.said("Stalled"));
    }
    if (conditions.isTrue("Reconciling")) {
      return ObjectCondition.progressing("is being worked on: " + conditions.said("Reconciling"));
    }
    if (!conditions.has("Ready")) {
      return ObjectCondition.HEALTHY;
    }
    if (conditions.isOutdated("Ready", generation)) {
      return ObjectCondition.progressing("its controller has not seen the last change yet");
    }
    return conditions.isTrue("Ready")
        ? ObjectCondition.HEALTHY
        : ObjectCondition.progressing("is not ready: " + conditions.said("Ready"));
  }
}
