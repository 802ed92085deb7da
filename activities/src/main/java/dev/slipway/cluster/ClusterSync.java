package dev.slipway.cluster;

import dev.slipway.gitops.RenderedState;
import dev.slipway.gitops.render.Rendered;
import dev.slipway.gitops.render.Renderer;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes live equal to a path of the config repository, on any {@link Cluster}.
 *
 * <p>What the path asks for and may not have (another namespace, a forbidden kind, an invalid
 * object, the name of an object that is not ours) is a failed check, not a broken sync: nothing is
 * applied, and the report says {@code DEGRADED} with the reason, so that the change can be refused
 * or restored by itself.
 */
public final class ClusterSync implements SyncActivities {

  private static final int MOST_DRIFT = 20;
  private static final int MOST_CHANGES = 100;
  private static final int ATTEMPTS = 5;

  /** What brings traffic to pods. */
  private static final Set<String> ROUTES = Set.of("HTTPRoute", "Ingress");

  /** A Deployment's own progress deadline ends the wait earlier. */
  private static final Duration PROGRESS_DEADLINE = Duration.ofMinutes(10);

  private final Renderer renderer;
  private final Cluster cluster;
  private final Pulse pulse;

  public ClusterSync(Renderer renderer, Cluster cluster, Pulse pulse) {
    this.renderer = renderer;
    this.cluster = cluster;
    this.pulse = pulse;
  }

  @Override
  public SyncReport apply(SyncOrder order) {
    return sync(order, true);
  }

  @Override
  public SyncReport compare(SyncOrder order) {
    return sync(order, false);
  }

  private SyncReport sync(SyncOrder order, boolean lasting) {
    Target target = order.target();
    // An error while rendering ends here: it is never an empty set, and nothing is pruned.
    Rendered rendered = renderer.render(target.config(), order.commit(), target.workload());
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(order, DesiredState.of(rendered, target, cluster.kinds()), lasting);
      } catch (RefusedObjectException e) {
        return refused(rendered.state(), e.reason());
      } catch (OutdatedObjectException e) {
        if (attempt == ATTEMPTS) {
          throw FailureType.UNREACHABLE.retryable(
              "somebody else changes the same objects all the time: " + e.getMessage(), e);
        }
      }
    }
  }

  private OwnObjects own(SyncOrder order) {
    return order.adopt()
        ? OwnObjects.adopting(cluster, order.target())
        : new OwnObjects(cluster, order.target());
  }

  private SyncReport attempt(SyncOrder order, DesiredState desired, boolean lasting) {
    String namespace = order.target().namespace();
    Map<String, Manifest> live = own(order).read(desired);
    SyncPlan plan =
        SyncPlan.of(
            desired,
            live,
            (wanted, found) -> cluster.differences(namespace, wanted, found),
            new SyncPlan.Purpose(order.loan().isPresent(), order.healDrift(), !lasting));
    for (Manifest change : plan.changes()) {
      cluster.apply(namespace, change, Cluster.Effect.DRY_RUN);
    }
    boolean overBudget = plan.leftovers().size() > order.pruneBudget();
    List<Manifest> prunes = overBudget ? List.of() : plan.leftovers();
    Condition condition =
        lasting ? carryOut(order, desired, plan, prunes) : condition(desired, namespace, false);
    return new SyncReport(
        desired.state(),
        plan.created(),
        plan.drift().stream().limit(MOST_DRIFT).toList(),
        lasting && plan.healing(),
        ids(prunes),
        overBudget ? ids(plan.leftovers()) : List.of(),
        condition.health(),
        condition.reason(),
        bounded(plan.changed()));
  }

  private static List<String> bounded(List<String> sentences) {
    if (sentences.size() <= MOST_CHANGES) {
      return sentences;
    }
    List<String> some = new ArrayList<>(sentences.subList(0, MOST_CHANGES));
    some.add("and " + (sentences.size() - MOST_CHANGES) + " more fields");
    return some;
  }

  /**
   * Configuration, Services, Deployments; once these are ready, routes; then what is not needed any
   * more. Traffic is never brought to pods that are not ready, nor taken from ready ones.
   */
  private Condition carryOut(
      SyncOrder order, DesiredState desired, SyncPlan plan, List<Manifest> prunes) {
    String namespace = order.target().namespace();
    List<Manifest> routes =
        plan.changes().stream().filter(object -> ROUTES.contains(object.kind())).toList();
    plan.changes().stream()
        .filter(object -> !ROUTES.contains(object.kind()))
        .forEach(object -> cluster.apply(namespace, object, Cluster.Effect.LASTING));
    // A Deployment that a rollout is bringing on takes its time: that is not waited for.
    boolean waiting = order.loan().isEmpty() || !plan.changes().isEmpty();
    Condition condition = condition(desired, namespace, waiting);
    boolean ready = condition.health() == Health.HEALTHY;
    if (ready || (condition.serving() && plan.derived().isEmpty())) {
      routes.forEach(object -> cluster.apply(namespace, object, Cluster.Effect.LASTING));
      delete(namespace, plan.derived());
    }
    delete(namespace, prunes);
    return condition;
  }

  private void delete(String namespace, List<Manifest> objects) {
    objects.forEach(object -> cluster.delete(namespace, object.kind(), object.name()));
  }

  private Condition condition(DesiredState desired, String namespace, boolean waiting) {
    Condition worst = new Condition(Health.HEALTHY, true, "");
    Settling settling = new Settling(cluster, pulse);
    for (Manifest object : desired.objects()) {
      if (object.kind().equals("Deployment")) {
        Optional<WorkloadCondition> found =
            waiting
                ? settling.await(namespace, object.name(), deadline(object), null)
                : cluster.condition(namespace, object.name());
        worst = worst.and(Condition.of(object.id(), found));
      }
    }
    return worst;
  }

  private static Duration deadline(Manifest deployment) {
    long seconds = deployment.json().path("spec").path("progressDeadlineSeconds").asLong(0);
    Duration own = seconds > 0 ? Duration.ofSeconds(seconds) : PROGRESS_DEADLINE;
    return own.compareTo(PROGRESS_DEADLINE) < 0 ? own : PROGRESS_DEADLINE;
  }

  private static List<String> ids(List<Manifest> objects) {
    return objects.stream().map(Manifest::id).sorted().toList();
  }

  private static SyncReport refused(RenderedState state, String reason) {
    return new SyncReport(
        state,
        List.of(),
        List.of(),
        false,
        List.of(),
        List.of(),
        Health.DEGRADED,
        FailureType.MISCONFIGURED + ", nothing was applied: " + reason);
  }

  /**
   * The worst of several.
   *
   * @param serving each Deployment has a ready pod
   */
  private record Condition(Health health, boolean serving, String reason) {

    static Condition of(String id, Optional<WorkloadCondition> found) {
      return found
          .map(
              condition ->
                  new Condition(
                      condition.health(),
                      condition.ready() > 0,
                      condition.settled() ? "" : id + ": " + condition.sentence()))
          .orElseGet(() -> new Condition(Health.MISSING, false, id + " is not there"));
    }

    Condition and(Condition other) {
      Condition worse = other.health.compareTo(health) > 0 ? other : this;
      return new Condition(worse.health, serving && other.serving, worse.reason);
    }
  }
}
