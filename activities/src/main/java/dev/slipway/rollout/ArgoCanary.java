package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.argo.ArgoRollout;
import dev.slipway.argo.ArgoSettling;
import dev.slipway.cluster.Additions;
import dev.slipway.cluster.ApplySetParent;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.OwnObjects;
import dev.slipway.cluster.Ownership;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Target;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.delivery.Baseline;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import dev.slipway.traffic.Route;
import dev.slipway.traffic.Shifting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A canary made by Argo Rollouts, for teams who have it: the team's own Rollout gets the
 * candidate's pod template, and steps that lead to one weight and stay there. Slipway says which
 * weight, judges, promotes and aborts; the controller does it, by whatever router the Rollout has.
 * See {@link CanaryActivities} for what each method promises.
 *
 * <p>At rest, and for everybody else, the Rollout is as it stands in Git, its steps included.
 */
final class ArgoCanary implements CanaryActivities {

  private static final Duration RESTORED_WITHIN = Duration.ofMinutes(3);

  private final Instruments instruments;

  ArgoCanary(Instruments instruments) {
    this.instruments = instruments;
  }

  @Override
  public CanaryReadiness begin(CanaryOrder order) {
    Target target = order.target();
    ArgoVersions versions = new ArgoVersions(instruments, target);
    Instant deadline = instruments.pulse().now().plus(order.readyWithin());
    try {
      if (order.headerRoute().isPresent()) {
        throw new RefusedObjectException(
            "a headerRoute cannot be made for Rollout/"
                + target.workload()
                + ": remove it from the delivery file");
      }
      if (order.baseline() == Baseline.FRESH) {
        throw new RefusedObjectException(
            "a fresh baseline cannot be made for Rollout/"
                + target.workload()
                + ": remove 'baseline' from the delivery file");
      }
      ArgoCandidate candidate =
          ArgoCandidate.derive(
              instruments.desired(target, order.stable()),
              instruments.desired(target, order.candidate()),
              target);
      requireRest(versions, order);
      apply(target, candidate, deadline);
      versions.want(new ArgoRollout(candidate.rollout()).isRouted() ? 1 : 0);
    } catch (RefusedObjectException e) {
      return new CanaryReadiness(false, e.reason());
    }
    Duration left = Duration.between(instruments.pulse().now(), deadline);
    WorkloadCondition pods =
        versions.settled(left.isNegative() ? Duration.ZERO : left, null).orElseThrow();
    return new CanaryReadiness(pods.settled(), pods.sentence());
  }

  /** What somebody else has under way is not ours to end here: a sync does that. */
  private static void requireRest(ArgoVersions versions, CanaryOrder order) {
    ArgoRollout live =
        versions
            .find()
            .orElseThrow(
                () ->
                    new RefusedObjectException(
                        "Rollout/"
                            + order.target().workload()
                            + " is not in the cluster: sync the environment first"));
    boolean begun = Ownership.revisionOf(live.object()).equals(order.candidate().revision());
    if (!begun && !live.isFullyPromoted()) {
      throw new RefusedObjectException(
          live.object().id()
              + " is being rolled out by somebody else ("
              + live.phase()
              + "): sync the environment first");
    }
  }

  private void apply(Target target, ArgoCandidate candidate, Instant deadline) {
    Cluster cluster = instruments.cluster();
    List<Manifest> additions = new ArrayList<>();
    OwnObjects own = new OwnObjects(cluster, target);
    for (Manifest addition : candidate.additions()) {
      Optional<Manifest> live = own.find(addition);
      additions.add(
          live.isEmpty() || Ownership.isDerived(live.get()) ? addition : withoutLabel(addition));
    }
    own.find(candidate.rollout());
    Manifest rollout = candidate.rollout();
    cluster.apply(target.namespace(), rollout, Cluster.Effect.DRY_RUN);
    ApplySetParent.announce(
        cluster, target, Stream.concat(additions.stream(), Stream.of(rollout)).toList());
    new Additions(cluster, instruments.pulse(), target.namespace())
        .bring(additions, rollout, deadline);
    cluster.apply(target.namespace(), rollout, Cluster.Effect.LASTING);
  }

  /** An addition that is there already, and is not of a canary, stays when the canary goes. */
  private static Manifest withoutLabel(Manifest addition) {
    ObjectNode json = addition.json().deepCopy();
    ((ObjectNode) json.at("/metadata/labels")).remove(Ownership.DERIVED_FOR);
    return new Manifest(json);
  }

  @Override
  public StepReport step(StepOrder order) {
    ArgoVersions versions = new ArgoVersions(instruments, order.target());
    Optional<Route> route = versions.route();
    Optional<StepReport> kept = versions.kept(order.step());
    if (kept.isPresent()) {
      route.ifPresent(way -> instruments.shifting().ask(way, 0));
      return kept.get();
    }
    return route
        .map(
            way ->
                new CanaryStep(
                        order,
                        instruments,
                        versions,
                        way,
                        instruments.pulse().kept(StepCheckpoint.class))
                    .run())
        .orElseGet(() -> CanaryStep.gone(order, "the canary's"));
  }

  /**
   * The controller brings the canary to full size and takes it for stable; only then the Rollout
   * gets its own steps again, and what else changes is applied.
   */
  @Override
  public CanaryReadiness promote(PromoteOrder order) {
    Target target = order.target();
    ArgoSettling settling = new ArgoSettling(instruments.cluster(), instruments.pulse());
    try {
      DesiredState candidate = instruments.desired(target, order.candidate());
      Optional<String> obstacle = obstacle(order);
      if (obstacle.isPresent()) {
        return new CanaryReadiness(false, obstacle.get());
      }
      Optional<WorkloadCondition> full = bringFully(settling, target, order.readyWithin());
      if (full.isEmpty() || !full.get().settled()) {
        return notReady(full);
      }
      new InPlace(instruments.cluster(), target).put(candidate);
    } catch (RefusedObjectException e) {
      return new CanaryReadiness(false, e.reason());
    }
    Optional<WorkloadCondition> stable = bringFully(settling, target, order.readyWithin());
    if (stable.isEmpty() || !stable.get().settled()) {
      return notReady(stable);
    }
    new LiveCanary(instruments, target).delete();
    return new CanaryReadiness(true, stable.get().sentence());
  }

  private static Optional<WorkloadCondition> bringFully(
      ArgoSettling settling, Target target, Duration within) {
    return settling.bringFully(target.namespace(), target.workload(), within);
  }

  private Optional<String> obstacle(PromoteOrder order) {
    Optional<ArgoRollout> live = new ArgoVersions(instruments, order.target()).find();
    if (live.isEmpty()
        || !Ownership.revisionOf(live.get().object()).equals(order.candidate().revision())) {
      return Optional.of(
          "Rollout/" + order.target().workload() + " is not the candidate's: somebody changed it");
    }
    return live.get().isAborted()
        ? Optional.of("somebody has aborted Rollout/" + live.get().name())
        : Optional.empty();
  }

  private static CanaryReadiness notReady(Optional<WorkloadCondition> condition) {
    return new CanaryReadiness(
        false, condition.map(WorkloadCondition::sentence).orElse("its Rollout is gone"));
  }

  /**
   * Traffic first, by an abort. Then stable's pod template, which the controller still knows, or
   * brings in again as a whole where it has taken the candidate for stable already.
   */
  @Override
  public void withdraw(WithdrawOrder order) {
    Target target = order.target();
    ArgoVersions versions = new ArgoVersions(instruments, target);
    Shifting shifting = instruments.shifting();
    versions.route().ifPresent(route -> shifting.ask(route, 0));
    new InPlace(instruments.cluster(), target).put(instruments.desired(target, order.stable()));
    Optional<WorkloadCondition> stable =
        bringFully(
            new ArgoSettling(instruments.cluster(), instruments.pulse()), target, RESTORED_WITHIN);
    if (stable.map(WorkloadCondition::ready).orElse(0) == 0) {
      throw FailureType.NOT_YET.retryable(
          "stable has no ready pod: "
              + stable.map(WorkloadCondition::sentence).orElse("its Rollout is gone"));
    }
    Optional<Route> route = versions.route();
    if (route.isPresent() && !shifting.brought(route.get(), 0)) {
      throw FailureType.UNREACHABLE.retryable(
          "the router does not take the canary's traffic away: "
              + shifting.inForce(route.get())
              + " in force");
    }
    new LiveCanary(instruments, target).delete();
  }
}
