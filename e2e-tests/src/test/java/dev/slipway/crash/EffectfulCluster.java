package dev.slipway.crash;

import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster whose every lasting change is told to the script as soon as it is accepted. */
record EffectfulCluster(Cluster cluster, CrashScript script) implements Cluster {

  @Override
  public Optional<Manifest> get(String namespace, String kind, String name) {
    return cluster.get(namespace, kind, name);
  }

  @Override
  public List<Manifest> list(String namespace, Map<String, String> labels) {
    return cluster.list(namespace, labels);
  }

  @Override
  public Manifest apply(String namespace, Manifest desired, Effect effect) {
    Manifest applied = cluster.apply(namespace, desired, effect);
    if (effect == Effect.LASTING) {
      script.effect();
    }
    return applied;
  }

  @Override
  public boolean delete(String namespace, String kind, String name) {
    boolean there = cluster.delete(namespace, kind, name);
    if (there) {
      script.effect();
    }
    return there;
  }

  @Override
  public Optional<WorkloadCondition> condition(String namespace, String deployment) {
    return cluster.condition(namespace, deployment);
  }
}
