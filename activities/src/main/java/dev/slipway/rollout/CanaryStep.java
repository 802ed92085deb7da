package dev.slipway.rollout;

import dev.slipway.analysis.AnalysisReport;
import dev.slipway.analysis.Verdict;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.metrics.Interval;
import dev.slipway.metrics.MetricOrder;
import dev.slipway.metrics.Observation;
import dev.slipway.metrics.VersionCounters;
import dev.slipway.observation.ObservedBlock;
import dev.slipway.rollout.RolloutAnalysis.Observed;
import dev.slipway.rollout.StepJudge.Judgement;
import dev.slipway.rollout.StepReport.End;
import dev.slipway.traffic.Route;
import dev.slipway.traffic.ShareOffer;
import dev.slipway.traffic.Shifting;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
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
  private final MetricOrder wanted;
  private final Shifting shifting;
  private final RolloutAnalysis analysis;
  private final VersionVitals vitals;
  private @Nullable Instant inForceSince;
  private Optional<Observation> last;
  private final boolean bypassed;
  private ShareOffer offer;
  private DataFlow data;
  private Obedience obedience;

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
    wanted = new MetricOrder(order.target(), route, order.plan().analysis().metrics());
    shifting = instruments.shifting();
    vitals = new VersionVitals(canary, route);
    offer = shifting.offer(route, canary.stableReplicas(), order.weight());
    analysis =
        RolloutAnalysis.of(
            order,
            offer.byRequest(),
            checkpoint.map(StepCheckpoint::evidence).or(order::evidence),
            now());
    inForceSince = checkpoint.map(StepCheckpoint::inForceSince).orElse(null);
    last = checkpoint.flatMap(StepCheckpoint::last);
    data = checkpoint.map(StepCheckpoint::data).orElse(DataFlow.NONE_YET);
    bypassed = !new OtherWays(instruments.cluster(), route).isEmpty();
    obedience = checkpoint.map(StepCheckpoint::obedience).orElse(Obedience.UNKNOWN);
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
      // A block lies within one weight.
      last = Optional.empty();
      return Optional.empty();
    }
    return last.isEmpty() ? Optional.empty() : observe();
  }

  /** Empty once the weight is in force. */
  private Optional<Judgement> start() {
    Optional<Judgement> unmeasured = isFirstWeight() ? awaitMetrics() : Optional.empty();
    if (unmeasured.isPresent()) {
      return unmeasured;
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
    if (last.isEmpty()) {
      last = read(wanted);
    }
    instruments.pulse().rest(Duration.ZERO, checkpoint());
    return Optional.empty();
  }

  private boolean isFirstWeight() {
    return order.step() == 0
        && inForceSince == null
        && !wanted.metrics().isEmpty()
        && !shifting.isInForce(route, order.weight());
  }

  /**
   * What is not counted for stable will not be counted for the canary: it is told before anybody
   * meets the canary. Empty once every metric is there.
   */
  private Optional<Judgement> awaitMetrics() {
    Instant deadline = now().plus(order.plan().missingData());
    String told = "";
    while (true) {
      Optional<Observation> seen = read(wanted.ofStable());
      String missing = seen.isEmpty() ? data.why() : wanted.missing(seen.get()).orElse("");
      if (missing.isEmpty()) {
        data = DataFlow.NONE_YET;
        return Optional.empty();
      }
      if (!missing.equals(told)) {
        LOG.warn("no traffic yet for the canary of {}: {}", order.target().key(), missing);
        told = missing;
      }
      if (!now().isBefore(deadline)) {
        return Optional.of(
            new Judgement(End.NO_DATA, missing + "; so the canary got no traffic at all"));
      }
      instruments.pulse().rest(LOOK, null);
    }
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
    if (!shifting.isInForce(route, offer.canary())) {
      LOG.warn(
          "the weight of {} was changed by somebody else: {} in force instead of {}",
          order.target().key(),
          shifting.inForce(route),
          Shares.percent(offer.canary()));
      last = Optional.empty();
      obedience = Obedience.UNKNOWN;
      offer = shifting.offer(route, canary.stableReplicas(), order.weight());
      return shifting.bring(route, order.weight(), offer.canary(), checkpoint())
          ? Optional.empty()
          : unhealthy("the router does not obey: " + shifting.inForce(route) + " in force");
    }
    return Optional.empty();
  }

  private Optional<Judgement> observe() {
    Optional<Observation> now = read(wanted);
    if (now.isPresent() && last.isPresent()) {
      weigh(last.get(), now.get());
      Interval interval = now.get().since(last.get());
      data = flow(interval);
      if (interval instanceof Interval.Counted counted) {
        judge(counted, last.get().at(), now.get().at());
      }
      if (interval instanceof Interval.NotYet early) {
        now = Optional.of(early.from());
      }
    }
    last = now;
    RouterTrust trust =
        new RouterTrust(obedience.breach(), obedience.isDoubted(order.plan().missingData(), now()));
    return StepJudge.of(order)
        .judge(analysis.report(), data, trust, analysis.lonePod(), held(), now());
  }

  /** It is recorded before the heartbeat keeps it: what a crash repeats takes its place. */
  private void judge(Interval.Counted counted, Instant from, Instant to) {
    switch (analysis.observe(counted, from, to)) {
      case Observed.Judged(ObservedBlock block) ->
          instruments.journal().keep(analysis.recorded(order), block);
      case Observed.Unfit(String reason) -> data = data.unreadable(reason, now());
    }
  }

  /** What was counted is also evidence for or against the router. */
  private void weigh(Observation from, Observation to) {
    if (inForceSince != null) {
      Instant since = inForceSince;
      double share = to.countsAside() ? offer.canary() : route.comparedShare(offer.canary());
      ShareRule rule = ShareRule.of(order, share, offer.byRequest(), bypassed);
      to.split(from)
          .ifPresent(split -> obedience = obedience.after(split, from.at(), to.at(), since, rule));
    }
  }

  private DataFlow flow(Interval interval) {
    double share = route.comparedShare(offer.canary());
    return switch (interval) {
      case Interval.Counted counted -> {
        VersionCounters ofCanary = counted.canary();
        VersionCounters ofStable = counted.stable();
        yield data.counted(ofCanary.requests(), ofStable.requests(), share, now())
            .events(data, ofCanary.events(), ofStable.events(), share, now());
      }
      case Interval.Invalid(String reason, long stableRequests) ->
          data.incomparable(reason, stableRequests, share, now());
      case Interval.NotYet early -> data;
    };
  }

  /** Empty, and noted as missing, when the metrics cannot be read. */
  private Optional<Observation> read(MetricOrder order) {
    try {
      return Optional.of(instruments.metrics().read(order));
    } catch (ApplicationFailure e) {
      boolean news = !data.unreadable();
      data = data.unreadable("the metrics cannot be read: " + e.getOriginalMessage(), now());
      if (news) {
        LOG.warn("metrics of {}: {}", order.target().key(), e.getOriginalMessage());
      }
      return Optional.empty();
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
    return inForceSince == null
        ? null
        : new StepCheckpoint(
            inForceSince, last, data, analysis.evidence(), analysis.reading(), obedience);
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
