package dev.slipway.cluster;

import dev.slipway.gitops.render.Rendered;
import dev.slipway.gitops.render.Renderer;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes live equal to a path of the config repository, on any {@link Cluster}.
 *
 * <p>What the path asks for and may not have (another namespace, a forbidden kind, an invalid
 * object, the name of an object that is not ours) is a failed check, not a broken sync: nothing is
 * applied, and the report says {@code DEGRADED} with the reason, so that the change can be refused
 * or restored by itself.
 */
public final class ClusterSync implements SyncActivities {

  private static final int ATTEMPTS = 5;

  private final Renderer renderer;
  private final Cluster whole;
  private final Pulse pulse;

  public ClusterSync(Renderer renderer, Cluster cluster, Pulse pulse) {
    this.renderer = renderer;
    whole = cluster;
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
    List<PlanExecution> attempts = new ArrayList<>();
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(order, rendered, lasting, attempts);
      } catch (RefusedObjectException e) {
        return refused(order, rendered, e.reason());
      } catch (OutdatedObjectException e) {
        if (attempt == ATTEMPTS) {
          throw FailureType.UNREACHABLE.retryable(
              "somebody else changes the same objects all the time: " + e.getMessage(), e);
        }
      }
    }
  }

  private static OwnObjects own(Cluster cluster, SyncOrder order) {
    return order.adopt()
        ? OwnObjects.adopting(cluster, order.target())
        : new OwnObjects(cluster, order.target());
  }

  /**
   * @param attempts those that were cut off as an object had changed meanwhile; this one is added
   */
  private SyncReport attempt(
      SyncOrder order, Rendered rendered, boolean lasting, List<PlanExecution> attempts) {
    Cluster cluster = whole.within(order.target(), rendered.objects());
    DesiredState desired = DesiredState.of(rendered, order.target(), cluster.kinds());
    String namespace = order.target().namespace();
    Optional<ApplySetParent> parent =
        cluster.tracksApplySets()
            ? Optional.of(ApplySetParent.read(cluster, order.target()))
            : Optional.empty();
    Map<String, Manifest> live =
        own(cluster, order).read(desired, parent.flatMap(ApplySetParent::kinds));
    SyncPlan plan =
        SyncPlan.of(
            desired,
            live,
            (wanted, found) -> cluster.differences(namespace, wanted, found),
            new SyncPlan.Purpose(
                order.loan().isPresent(), order.healDrift(), order.left(), !lasting));
    PlanExecution execution = new PlanExecution(cluster, pulse, order, desired, live, plan);
    List<PlanExecution> cut = List.copyOf(attempts);
    attempts.add(execution);
    execution.rehearse();
    Pruning pruning = Pruning.of(plan.leftovers(), order.prunes().of(plan.there()), order);
    PathCondition condition =
        lasting ? carryOut(order, desired, live, parent, execution, pruning) : execution.look();
    for (String absent : plan.absent()) {
      condition = condition.and(PathCondition.missing(absent));
    }
    SyncFindings found =
        new SyncFindings(desired, plan, cut, execution, pruning, condition, lasting);
    return found.report(
        order,
        lasting
            ? ConfirmedLook.after(cluster, order, pruning, found.pruned(), live)
            : Optional.empty());
  }

  private PathCondition carryOut(
      SyncOrder order,
      DesiredState desired,
      Map<String, Manifest> live,
      Optional<ApplySetParent> parent,
      PlanExecution execution,
      Pruning pruning) {
    Optional<PathCondition> obstacle = execution.layGround();
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    parent.ifPresent(set -> set.widen(desired.objects(), List.copyOf(live.values())));
    PathCondition condition = execution.carryOut(pruning.prunes());
    // Of a canary nothing is deleted before stable is healthy: until then its kinds stay named.
    if (condition.complete() && condition.isHealthy() && order.loan().isEmpty()) {
      parent.ifPresent(
          set ->
              set.narrow(
                  Stream.concat(desired.objects().stream(), pruning.kept().stream()).toList()));
    }
    return condition;
  }

  /** What left Git was not looked for: nothing is known of it. */
  private SyncReport refused(SyncOrder order, Rendered rendered, String reason) {
    return new SyncReport(
        rendered.state(),
        List.of(),
        List.of(),
        false,
        List.of(),
        List.of(),
        Health.DEGRADED,
        FailureType.MISCONFIGURED + ", nothing was applied: " + Reasons.shortened(reason),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new SyncTotals(0, 0, 0, 0, false),
        confirmedWhereRefused(order, rendered));
  }

  private Optional<ConfirmedObjects> confirmedWhereRefused(SyncOrder order, Rendered rendered) {
    try {
      return ConfirmedLook.ofRefused(whole.within(order.target(), rendered.objects()), order);
    } catch (RefusedObjectException e) {
      // The cluster itself is not to be had for this path, as when its kinds are unknown.
      return Optional.empty();
    }
  }
}
