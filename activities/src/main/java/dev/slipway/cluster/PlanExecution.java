package dev.slipway.cluster;

import dev.slipway.argo.ArgoRollout;
import dev.slipway.argo.ArgoSettling;
import dev.slipway.manifest.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Carries out a plan, wave by wave, each healthy before the next. In a wave: configuration,
 * Services, Deployments; once these are ready, routes; after the last wave, what is not needed any
 * more. Traffic is never brought to pods that are not ready, nor taken from ready ones.
 *
 * <p>An object that the cluster refuses although it took it in the rehearsal does not keep the
 * others of its wave from being applied. What is not done stays planned: the next sync finds it by
 * comparing, and does the whole again without harm.
 */
final class PlanExecution {

  /** What brings traffic to pods. */
  private static final Set<String> ROUTES = Set.of("HTTPRoute", "Ingress");

  /** For all waves together; a Deployment's own progress deadline ends the wait earlier. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Cluster cluster;
  private final Pulse pulse;
  private final DesiredState desired;
  private final SyncPlan plan;
  private final String namespace;
  private final boolean waiting;
  private final boolean lent;
  private final boolean healing;
  private final List<String> refused = new ArrayList<>();

  PlanExecution(
      Cluster cluster, Pulse pulse, SyncOrder order, DesiredState desired, SyncPlan plan) {
    this.cluster = cluster;
    this.pulse = pulse;
    this.desired = desired;
    this.plan = plan;
    namespace = order.target().namespace();
    // A Deployment that a rollout is bringing on takes its time: that is not waited for.
    waiting = order.loan().isEmpty() || !plan.changes().isEmpty();
    lent = order.loan().isPresent();
    healing = order.healDrift();
  }

  /**
   * Asks the cluster about every change, without an effect.
   *
   * @throws RefusedObjectException that names all that it would refuse
   */
  void rehearse() {
    List<String> reasons = new ArrayList<>();
    for (Manifest change : plan.changes()) {
      try {
        cluster.apply(namespace, change, Cluster.Effect.DRY_RUN);
      } catch (RefusedObjectException e) {
        reasons.add(e.reason());
      }
    }
    if (!reasons.isEmpty()) {
      throw new RefusedObjectException(String.join("; ", reasons));
    }
  }

  /** How the workloads are now. */
  PathCondition look() {
    return condition(desired.objects(), Optional.empty());
  }

  /**
   * @param prunes what is to be deleted, when all else is done
   */
  PathCondition carryOut(List<Manifest> prunes) {
    SortedMap<Integer, List<Manifest>> changes = Waves.divided(plan.changes());
    Instant deadline = pulse.now().plus(PATIENCE);
    PathCondition worst = PathCondition.GOOD;
    for (Map.Entry<Integer, List<Manifest>> wave : Waves.divided(desired.objects()).entrySet()) {
      List<Manifest> ofWave = changes.getOrDefault(wave.getKey(), List.of());
      apply(ofWave, false);
      worst =
          worst.and(condition(wave.getValue(), waiting ? Optional.of(deadline) : Optional.empty()));
      if (worst.isHealthy() || (worst.serving() && plan.derived().isEmpty())) {
        apply(ofWave, true);
      }
      boolean more = changes.keySet().stream().anyMatch(later -> later > wave.getKey());
      if (!refused.isEmpty() || (more && !worst.isHealthy())) {
        return unfinished(wave.getKey(), worst);
      }
    }
    if (worst.isHealthy() || (worst.serving() && plan.derived().isEmpty())) {
      delete(plan.derived());
    }
    delete(prunes);
    return worst;
  }

  private PathCondition unfinished(int wave, PathCondition worst) {
    if (refused.isEmpty()) {
      return worst.incomplete(
          worst.reason() + " (wave " + wave + ", for which later ones wait)", worst.health());
    }
    Health health = worst.isHealthy() ? Health.DEGRADED : worst.health();
    return worst.incomplete(
        refused.size()
            + " of "
            + plan.changes().size()
            + " objects were refused, and the sync is tried again as a whole: "
            + String.join("; ", refused),
        health == Health.PROGRESSING ? Health.DEGRADED : health);
  }

  private void apply(List<Manifest> objects, boolean routes) {
    for (Manifest object : objects) {
      if (ROUTES.contains(object.kind()) == routes) {
        try {
          cluster.apply(namespace, object, Cluster.Effect.LASTING);
        } catch (RefusedObjectException e) {
          refused.add(e.reason());
        }
      }
    }
  }

  private void delete(List<Manifest> objects) {
    objects.forEach(object -> cluster.delete(namespace, object.kind(), object.name()));
  }

  /**
   * @param deadline until which to wait for what is not settled; empty: not at all
   */
  private PathCondition condition(List<Manifest> objects, Optional<Instant> deadline) {
    PathCondition worst = PathCondition.GOOD;
    Settling settling = new Settling(cluster, pulse);
    for (Manifest object : objects) {
      if (object.kind().equals("Deployment")) {
        Optional<WorkloadCondition> found =
            deadline.isPresent()
                ? settling.await(namespace, object.name(), patience(object, deadline.get()), null)
                : cluster.condition(namespace, object.name());
        worst = worst.and(PathCondition.of(object.id(), found));
      } else if (object.kind().equals(ArgoRollout.KIND)) {
        worst = worst.and(PathCondition.of(object.id(), rollout(object, deadline)));
      }
    }
    return worst;
  }

  /** What a sync has decided on comes in as a whole: the Rollout's own steps are for nobody. */
  private Optional<WorkloadCondition> rollout(Manifest object, Optional<Instant> deadline) {
    ArgoSettling settling = new ArgoSettling(cluster, pulse);
    if (lent) {
      return settling.lookWhileLent(namespace, object.name());
    }
    boolean drifted =
        plan.drift().stream().anyMatch(difference -> difference.startsWith(object.id() + ":"));
    return deadline.isPresent() && (healing || !drifted)
        ? settling.bringFully(namespace, object.name(), patience(object, deadline.get()))
        : settling.look(namespace, object.name());
  }

  private Duration patience(Manifest deployment, Instant deadline) {
    Duration left = Duration.between(pulse.now(), deadline);
    long seconds = deployment.json().path("spec").path("progressDeadlineSeconds").asLong(0);
    Duration own = seconds > 0 ? Duration.ofSeconds(seconds) : PATIENCE;
    return own.compareTo(left) < 0 ? own : left;
  }
}
