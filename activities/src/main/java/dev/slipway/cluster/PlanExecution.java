package dev.slipway.cluster;

import dev.slipway.argo.ArgoRollout;
import dev.slipway.argo.ArgoSettling;
import dev.slipway.manifest.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * Carries out a plan, wave by wave, each healthy before the next. In a wave: configuration,
 * Services, workloads; once these are ready, routes; after the last wave, what is not needed any
 * more. Traffic is never brought to pods that are not ready, nor taken from ready ones.
 *
 * <p>An object that the cluster refuses although it took it in the rehearsal does not keep the
 * others of its wave from being applied. What is not done stays planned: the next sync finds it by
 * comparing, and does the whole again without harm.
 */
final class PlanExecution {

  /** For all waves together. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Cluster cluster;
  private final Pulse pulse;
  private final DesiredState desired;
  private final SyncPlan plan;
  private final String namespace;
  private final boolean waiting;
  private final boolean lent;
  private final boolean healing;
  private final HealthLook health;
  private final Ground ground;

  /** Objects as they were read or written last, by id. */
  private final Map<String, Manifest> latest;

  private final Set<String> applied = new HashSet<>();
  private final List<String> refused = new ArrayList<>();
  private final List<String> conflicts = new ArrayList<>();

  PlanExecution(
      Cluster cluster,
      Pulse pulse,
      SyncOrder order,
      DesiredState desired,
      Map<String, Manifest> live,
      SyncPlan plan) {
    this.cluster = cluster;
    this.pulse = pulse;
    this.desired = desired;
    this.plan = plan;
    latest = new HashMap<>(live);
    namespace = order.target().namespace();
    health = new HealthLook(cluster, pulse, namespace);
    ground = new Ground(plan.changes(), plan.created());
    // A Deployment that a rollout is bringing on takes its time: that is not waited for.
    waiting = order.loan().isEmpty() || !plan.changes().isEmpty();
    lent = order.loan().isPresent();
    healing = order.healDrift();
  }

  /**
   * Asks the cluster about every change that it can judge now, without an effect.
   *
   * @throws RefusedObjectException that names all that it would refuse
   */
  void rehearse() {
    rehearse(change -> !ground.isNeededBy(change));
  }

  private void rehearse(Predicate<Manifest> which) {
    List<String> reasons = new ArrayList<>();
    for (Manifest change : plan.changes()) {
      if (which.test(change)) {
        try {
          conflicts.addAll(
              cluster.rehearse(namespace, change, Optional.ofNullable(latest.get(change.id()))));
        } catch (RefusedObjectException e) {
          reasons.add(e.reason());
        }
      }
    }
    if (!reasons.isEmpty()) {
      throw new RefusedObjectException(Reasons.joined(reasons));
    }
  }

  /** Those of the objects that were not there which now are. */
  List<String> created() {
    return plan.created().stream().filter(applied::contains).toList();
  }

  /** What has drifted and is mended by now, one by one. */
  List<DriftedField> healed() {
    return plan.drifted().stream()
        .filter(field -> field.healed() && applied.contains(field.object()))
        .toList();
  }

  /** The same in sentences. */
  List<String> healedDrift() {
    return plan.drift().stream().filter(this::isOfApplied).toList();
  }

  /** Fields that another manager had set and that are taken over by now. */
  List<String> takenOver() {
    return conflicts.stream().filter(this::isOfApplied).toList();
  }

  private boolean isOfApplied(String sentence) {
    return applied.stream().anyMatch(object -> sentence.startsWith(object + ": "));
  }

  /** Fields that another manager has set and the plan takes over, as far as it was rehearsed. */
  List<String> conflicts() {
    return List.copyOf(conflicts);
  }

  /** How the objects are now. */
  PathCondition look() {
    return look(desired.objects(), object -> true, Optional.empty());
  }

  /**
   * Applies what other objects need to be there at all (namespaces, definitions of kinds), waits
   * for it, and rehearses what needs it. Nothing else has been applied then.
   *
   * @return why nothing more is to be applied; empty: go on
   */
  Optional<PathCondition> layGround() {
    Instant deadline = pulse.now().plus(PATIENCE);
    try {
      for (Manifest change : ground.changes()) {
        write(change);
      }
      PathCondition laid = look(ground.changes(), object -> true, Optional.of(deadline));
      if (!laid.isHealthy()) {
        return Optional.of(
            laid.incomplete(laid.reason() + " (all else waits for it)", laid.health()));
      }
      // It has been looked at; as it was right after its apply, it was not ready yet.
      ground.changes().forEach(change -> latest.remove(change.id()));
      rehearse(ground::isNeededBy);
      return Optional.empty();
    } catch (RefusedObjectException e) {
      return Optional.of(
          PathCondition.GOOD.incomplete(
              "nothing was applied but " + ground.names() + ": " + e.reason(), Health.DEGRADED));
    }
  }

  /**
   * The ground has been laid.
   *
   * @param prunes what is to be deleted, when all else is done
   */
  PathCondition carryOut(List<Manifest> prunes) {
    SortedMap<Integer, List<Manifest>> changes = Waves.divided(ground.without(plan.changes()));
    Optional<Instant> deadline =
        waiting ? Optional.of(pulse.now().plus(PATIENCE)) : Optional.empty();
    PathCondition worst = look(desired.objects(), ApplyOrder::isGround, Optional.empty());
    PathCondition pods = PathCondition.GOOD;
    for (Map.Entry<Integer, List<Manifest>> wave :
        Waves.divided(ground.without(desired.objects())).entrySet()) {
      List<Manifest> ofWave = changes.getOrDefault(wave.getKey(), List.of());
      apply(ofWave, object -> !ApplyOrder.isRoute(object));
      pods = pods.and(look(wave.getValue(), ApplyOrder::isWorkload, deadline));
      if (isOpenForTraffic(pods)) {
        apply(ofWave, ApplyOrder::isRoute);
      }
      // Where pods do not come, nothing that needs them does.
      Optional<Instant> rest = isOpenForTraffic(pods) ? deadline : Optional.empty();
      worst =
          worst
              .and(pods)
              .and(look(wave.getValue(), object -> !ApplyOrder.isWorkload(object), rest));
      boolean more = changes.keySet().stream().anyMatch(later -> later > wave.getKey());
      if (!refused.isEmpty() || (more && !worst.isHealthy())) {
        return unfinished(wave.getKey(), worst);
      }
    }
    if (isOpenForTraffic(pods)) {
      delete(plan.derived().stream().filter(object -> !Pruning.isKept(object)).toList());
    }
    delete(prunes);
    return worst;
  }

  private boolean isOpenForTraffic(PathCondition pods) {
    return pods.isHealthy() || (pods.serving() && plan.derived().isEmpty());
  }

  private PathCondition unfinished(int wave, PathCondition worst) {
    if (refused.isEmpty()) {
      return worst.incomplete(
          worst.reason() + " (wave " + wave + ", for which later ones wait)", worst.health());
    }
    Health found = worst.isHealthy() ? Health.DEGRADED : worst.health();
    return worst.incomplete(
        refused.size()
            + " of "
            + plan.changes().size()
            + " objects were refused, and the sync is tried again as a whole: "
            + Reasons.joined(refused),
        found == Health.PROGRESSING ? Health.DEGRADED : found);
  }

  private void apply(List<Manifest> objects, Predicate<Manifest> which) {
    for (Manifest object : objects) {
      if (which.test(object)) {
        try {
          write(object);
        } catch (RefusedObjectException e) {
          refused.add(e.reason());
        }
      }
    }
  }

  private void write(Manifest object) {
    latest.put(object.id(), cluster.apply(namespace, object, Cluster.Effect.LASTING));
    applied.add(object.id());
  }

  private void delete(List<Manifest> objects) {
    objects.forEach(object -> cluster.delete(namespace, object));
  }

  /**
   * @param deadline until which to wait for what is not settled; empty: not at all
   */
  private PathCondition look(
      List<Manifest> objects, Predicate<Manifest> which, Optional<Instant> deadline) {
    PathCondition worst = PathCondition.GOOD;
    for (Manifest object : objects) {
      if (which.test(object)) {
        worst = worst.and(condition(object, deadline));
      }
    }
    return worst;
  }

  /** What a sync has decided on comes in as a whole: the Rollout's own steps are for nobody. */
  private Optional<WorkloadCondition> rollout(Manifest live, Optional<Instant> deadline) {
    ArgoSettling settling = new ArgoSettling(cluster, pulse);
    if (lent) {
      return settling.lookWhileLent(namespace, live.name());
    }
    boolean drifted =
        plan.drift().stream().anyMatch(difference -> difference.startsWith(live.id() + ":"));
    return deadline.isPresent() && (healing || !drifted)
        ? settling.bringFully(namespace, live.name(), health.left(live, deadline.get()))
        : settling.look(namespace, live.name());
  }

  private PathCondition condition(Manifest object, Optional<Instant> deadline) {
    Manifest live = latest.get(object.id());
    if (live != null && live.kind().equals(ArgoRollout.KIND)) {
      return PathCondition.of(
          object.id(), rollout(live, deadline).map(ObjectCondition::of).orElse(HealthLook.GONE));
    }
    if (live == null) {
      return ApplyOrder.isWorkload(object)
          ? PathCondition.missing(object.id())
          : PathCondition.GOOD;
    }
    return PathCondition.of(
        object.id(),
        deadline.map(end -> health.await(live, end)).orElseGet(() -> health.now(live)));
  }
}
