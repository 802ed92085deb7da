package dev.slipway.rollout;

import dev.slipway.analysis.AnalysisReport;
import dev.slipway.analysis.Verdict;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.delivery.Percent;
import dev.slipway.observation.ObservedBlock;
import dev.slipway.rollout.RolloutAnalysis.Observed;
import dev.slipway.rollout.StepJudge.Judgement;
import dev.slipway.rollout.StepReport.End;
import dev.slipway.traffic.Route;
import dev.slipway.traffic.ShareOffer;
import dev.slipway.traffic.Shifting;
import io.temporal.client.ActivityCanceledException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One step under way: the canary gets pods for its weight, then the weight, and is watched block by
 * block until the step ends.
 */
final class CanaryStep {

  private static final Logger LOG = LoggerFactory.getLogger(CanaryStep.class);

  /** The canary's pods are looked at this often. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final StepOrder order;
  private final Instruments instruments;
  private final CanaryVersions canary;
  private final Route route;
  private final Shifting shifting;
  private RolloutAnalysis analysis;
  private final VersionVitals vitals;
  private @Nullable Instant inForceSince;
  private final StepCounts counts;
  private final boolean needsMorePods;
  private ShareOffer offer;

  /**
   * @param checkpoint what an attempt of this very step has kept before it was cut off
   */
  CanaryStep(
      StepOrder order,
      Instruments instruments,
      CanaryVersions canary,
      Route route,
      Optional<StepCheckpoint> checkpoint) {
    this.order = order;
    this.instruments = instruments;
    this.canary = canary;
    this.route = route;
    shifting = instruments.shifting();
    vitals = new VersionVitals(canary, route);
    int stableReplicas = canary.stableReplicas();
    offer = shifting.offer(route, stableReplicas, order.weight());
    needsMorePods = podsBefore(stableReplicas) < offer.pods();
    analysis = analysisOf(checkpoint.map(StepCheckpoint::evidence).or(order::evidence));
    inForceSince = checkpoint.map(StepCheckpoint::inForceSince).orElse(null);
    counts = new StepCounts(order, instruments, route, checkpoint);
    if (inForceSince != null && needsMorePods) {
      // The attempt that was cut off has added them.
      analysis.addedPods(inForceSince);
    }
  }

  private RolloutAnalysis analysisOf(Optional<Evidence> evidence) {
    return RolloutAnalysis.of(order, offer.byRequest(), evidence, now());
  }

  /** How many pods the step before has taken; the first step adds none, it begins with its own. */
  private int podsBefore(int stableReplicas) {
    List<Percent> steps = order.plan().steps();
    return order.step() == 0
        ? offer.pods()
        : shifting
            .offer(
                route, stableReplicas, steps.get(Math.min(order.step(), steps.size()) - 1).value())
            .pods();
  }

  /**
   * Where there is nothing to give a weight to.
   *
   * @param whose {@code the canary's}
   */
  static StepReport gone(StepOrder order, String whose) {
    return new StepReport(
        End.UNHEALTHY,
        whose + " objects are gone: somebody deleted them",
        Duration.ZERO,
        AnalysisReading.NONE,
        order.evidence().orElse(Evidence.NONE));
  }

  StepReport run() {
    try {
      Judgement judgement = resume().or(this::start).orElseGet(this::watch);
      StepReport report = report(judgement);
      if (judgement.end() == End.REGRESSED || judgement.end() == End.UNHEALTHY) {
        takeBack(report);
      }
      return report;
    } catch (ActivityCanceledException e) {
      return interrupted();
    }
  }

  /** A regression that was found in the last block is not overtaken by an order. */
  private StepReport interrupted() {
    AnalysisReport found = analysis.report();
    if (found.verdict() != Verdict.REGRESSED) {
      return report(new Judgement(End.INTERRUPTED, "interrupted by an operator's order"));
    }
    StepReport report = report(new Judgement(End.REGRESSED, found.sentence()));
    takeBack(report);
    return report;
  }

  /** The gap since the last heartbeat of an attempt before is judged before anything is done. */
  private Optional<Judgement> resume() {
    if (inForceSince == null || !shifting.isInForce(route, offer.canary())) {
      counts.forget();
      return Optional.empty();
    }
    return counts.haveBegun() ? observe() : Optional.empty();
  }

  /** Empty once the weight is in force. */
  private Optional<Judgement> start() {
    int readyBefore = canary.condition().map(WorkloadCondition::ready).orElse(0);
    Optional<Judgement> unmeasured =
        isFirstWeight() ? counts.awaitMetrics(analysis) : Optional.empty();
    if (unmeasured.isPresent()) {
      return unmeasured;
    }
    if (counts.haveBeenAwaited()) {
      // Nobody has met the canary meanwhile: it is as cold as before.
      analysis = analysisOf(order.evidence());
    }
    Optional<WorkloadCondition> pods =
        canary.carry(route, order.weight(), offer, order.plan().readyWithin(), checkpoint());
    if (pods.isEmpty() || !pods.get().settled()) {
      return unhealthy(
          "the canary's pods for this weight did not become ready: "
              + pods.map(WorkloadCondition::sentence).orElse("they are gone"));
    }
    if (!shifting.bring(route, order.weight(), offer.canary(), checkpoint())) {
      return unhealthy(
          "the router does not obey: "
              + shifting.inForce(route)
              + " in force instead of "
              + Shares.percent(offer.canary()));
    }
    if (inForceSince == null) {
      inForceSince = now();
    }
    if (needsMorePods || (order.step() > 0 && pods.get().ready() > readyBefore)) {
      analysis.addedPods(inForceSince);
    }
    counts.begin();
    instruments.pulse().rest(Duration.ZERO, checkpoint());
    return Optional.empty();
  }

  private boolean isFirstWeight() {
    return order.step() == 0
        && inForceSince == null
        && counts.isAnythingWanted()
        && !shifting.isInForce(route, order.weight());
  }

  private Judgement watch() {
    Instant blockEnd = now().plus(block());
    while (true) {
      Duration left = Duration.between(now(), blockEnd);
      instruments
          .pulse()
          .rest(
              left.isNegative() ? Duration.ZERO : left.compareTo(LOOK) < 0 ? left : LOOK,
              checkpoint());
      Optional<Judgement> judgement = examine();
      if (judgement.isEmpty() && !now().isBefore(blockEnd)) {
        judgement = observe();
        instruments.pulse().rest(Duration.ZERO, checkpoint());
        blockEnd = now().plus(block());
      }
      if (judgement.isPresent()) {
        return judgement.get();
      }
    }
  }

  /** A block ends early where a hold ends. */
  private Duration block() {
    Duration block = order.plan().analysis().block();
    for (Duration hold : new Duration[] {order.minimumHold(), order.maximumHold()}) {
      Duration left = hold.minus(held());
      if (left.isPositive() && left.compareTo(block) < 0) {
        block = left;
      }
    }
    return block;
  }

  private Optional<Judgement> examine() {
    Optional<String> trouble = vitals.trouble(now());
    if (trouble.isPresent()) {
      return unhealthy(trouble.get());
    }
    if (vitals.canaryIsReplaced()) {
      analysis.addedPods(now());
    }
    if (!shifting.isInForce(route, offer.canary())) {
      LOG.warn(
          "the weight of {} was changed by somebody else: {} in force instead of {}",
          order.target().key(),
          shifting.inForce(route),
          Shares.percent(offer.canary()));
      counts.forgetWeight();
      offer = shifting.offer(route, canary.stableReplicas(), order.weight());
      return shifting.bring(route, order.weight(), offer.canary(), checkpoint())
          ? Optional.empty()
          : unhealthy("the router does not obey: " + shifting.inForce(route) + " in force");
    }
    return Optional.empty();
  }

  private Optional<Judgement> observe() {
    counts.next(offer, inForceSince).ifPresent(this::judge);
    return StepJudge.of(order)
        .judge(analysis.report(), counts.data(), counts.trust(), analysis.lonePod(), held(), now());
  }

  /** It is recorded before the heartbeat keeps it: what a crash repeats takes its place. */
  private void judge(StepCounts.Block block) {
    switch (analysis.observe(block.counted(), block.from(), block.to())) {
      case Observed.Judged(ObservedBlock judged) ->
          instruments.journal().keep(analysis.recorded(order), judged);
      case Observed.Unfit(String reason) -> counts.unfit(reason);
    }
  }

  /** Traffic goes back at once: the verdict is kept first, so that a retry does not undo this. */
  private void takeBack(StepReport report) {
    boolean served = canary.stableCondition().map(WorkloadCondition::ready).orElse(0) > 0;
    try {
      canary.keep(order.step(), report);
    } finally {
      if (served) {
        shifting.ask(route, 0);
      }
    }
  }

  private StepReport report(Judgement judgement) {
    return new StepReport(
        judgement.end(),
        Shares.rounding(order.weight(), offer).orElse("") + judgement.detail(),
        held(),
        analysis.reading(),
        analysis.evidence());
  }

  private @Nullable StepCheckpoint checkpoint() {
    return inForceSince == null ? null : counts.checkpoint(inForceSince, analysis);
  }

  private Duration held() {
    return inForceSince == null ? Duration.ZERO : Duration.between(inForceSince, now());
  }

  private Instant now() {
    return instruments.pulse().now();
  }

  private static Optional<Judgement> unhealthy(String detail) {
    return Optional.of(new Judgement(End.UNHEALTHY, detail));
  }
}
