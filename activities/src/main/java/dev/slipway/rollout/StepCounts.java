package dev.slipway.rollout;

import dev.slipway.metrics.Interval;
import dev.slipway.metrics.MetricOrder;
import dev.slipway.metrics.Observation;
import dev.slipway.metrics.VersionCounters;
import dev.slipway.rollout.StepJudge.Judgement;
import dev.slipway.rollout.StepReport.End;
import dev.slipway.traffic.Route;
import dev.slipway.traffic.ShareOffer;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is counted of both versions during one step: from one reading to the next, whether anything
 * comes at all, and whether the requests were shared as the router was told.
 */
final class StepCounts {

  private static final Logger LOG = LoggerFactory.getLogger(StepCounts.class);

  /** Metrics that are not there yet are looked for this often. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final StepOrder order;
  private final Instruments instruments;
  private final Route route;
  private final MetricOrder wanted;
  private final boolean bypassed;
  private Optional<Instant> awaitedSince;
  private Optional<Observation> last;
  private DataFlow data;
  private Obedience obedience;

  /**
   * @param checkpoint what an attempt of this very step has kept before it was cut off
   */
  StepCounts(
      StepOrder order, Instruments instruments, Route route, Optional<StepCheckpoint> checkpoint) {
    this.order = order;
    this.instruments = instruments;
    this.route = route;
    wanted = new MetricOrder(order.target(), route, order.plan().analysis().metrics());
    last = checkpoint.flatMap(StepCheckpoint::last);
    Optional<DataFlow> kept = checkpoint.map(StepCheckpoint::data);
    boolean weighted = checkpoint.map(StepCheckpoint::inForceSince).isPresent();
    data = kept.filter(flow -> weighted).orElse(DataFlow.NONE_YET);
    awaitedSince = kept.filter(flow -> !weighted).flatMap(DataFlow::missingSince);
    bypassed = !new OtherWays(instruments.cluster(), route).isEmpty();
    obedience = checkpoint.map(StepCheckpoint::obedience).orElse(Obedience.UNKNOWN);
  }

  /** What was counted between two readings at one weight. */
  record Block(Interval.Counted counted, Instant from, Instant to) {}

  /** Whether any metric is compared. */
  boolean isAnythingWanted() {
    return !wanted.metrics().isEmpty();
  }

  /** Whether there is a reading that the next one is compared with. */
  boolean haveBegun() {
    return last.isPresent();
  }

  /** The first reading, unless an attempt before has taken it. */
  void begin() {
    if (last.isEmpty()) {
      last = read(wanted);
    }
  }

  /** A block lies within one weight. */
  void forget() {
    last = Optional.empty();
  }

  /** Somebody else has changed the weight: what was shared until now says nothing of the router. */
  void forgetWeight() {
    forget();
    obedience = Obedience.UNKNOWN;
  }

  /**
   * Reads once more.
   *
   * @return empty when nothing can be told of the time since the last reading
   */
  Optional<Block> next(ShareOffer offer, @Nullable Instant inForceSince) {
    Optional<Observation> now = read(wanted);
    Optional<Block> block = Optional.empty();
    if (now.isPresent() && last.isPresent()) {
      weigh(last.get(), now.get(), offer, inForceSince);
      Interval interval = now.get().since(last.get());
      data = flow(interval, now.get().hasServedAside(last.get()), offer);
      if (interval instanceof Interval.Counted counted) {
        block = Optional.of(new Block(counted, last.get().at(), now.get().at()));
      }
      if (interval instanceof Interval.NotYet early) {
        now = Optional.of(early.from());
      }
    }
    last = now;
    return block;
  }

  /** What was counted cannot be judged. */
  void unfit(String reason) {
    data = data.unreadable(reason, now());
  }

  /** Whether there is anything to judge by. */
  DataFlow data() {
    return data;
  }

  /** Whether requests were shared as the router was told. */
  RouterTrust trust() {
    return new RouterTrust(
        obedience.breach(), obedience.isDoubted(order.plan().missingData(), now()));
  }

  StepCheckpoint checkpoint(@Nullable Instant inForceSince, RolloutAnalysis analysis) {
    return new StepCheckpoint(
        inForceSince, last, data, analysis.evidence(), analysis.reading(), obedience);
  }

  /**
   * What is not counted for stable will not be counted for the canary: it is told before anybody
   * meets the canary. Empty once every metric is there.
   *
   * @param analysis which has nothing to judge yet
   */
  Optional<Judgement> awaitMetrics(RolloutAnalysis analysis) {
    Instant since = awaitedSince.orElse(now());
    Instant deadline = since.plus(order.plan().missingData());
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
      awaitedSince = Optional.of(since);
      data = DataFlow.NONE_YET.unreadable(missing, since);
      instruments.pulse().rest(LOOK, checkpoint(null, analysis));
    }
  }

  /** Whether the first weight had to wait, here or in an attempt that was cut off. */
  boolean haveBeenAwaited() {
    return awaitedSince.isPresent();
  }

  /** What was counted is also evidence for or against the router. */
  private void weigh(
      Observation from, Observation to, ShareOffer offer, @Nullable Instant inForceSince) {
    if (inForceSince != null) {
      double share = to.countsAside() ? offer.canary() : route.comparedShare(offer.canary());
      ShareRule rule = ShareRule.of(order, share, offer.byRequest(), bypassed);
      to.split(from)
          .ifPresent(
              split -> obedience = obedience.after(split, from.at(), to.at(), inForceSince, rule));
    }
  }

  private DataFlow flow(Interval interval, boolean elsewhere, ShareOffer offer) {
    double share = route.comparedShare(offer.canary());
    return switch (interval) {
      case Interval.Counted counted -> {
        VersionCounters ofCanary = counted.canary();
        VersionCounters ofStable = counted.stable();
        yield data.counted(ofCanary.requests(), ofStable.requests(), elsewhere, share, now())
            .events(data, ofCanary.events(), ofStable.events(), share, now());
      }
      case Interval.Invalid(String reason, long stableRequests) ->
          data.incomparable(reason, stableRequests, elsewhere, share, now());
      case Interval.NotYet early -> data;
    };
  }

  /** Empty, and noted as missing, when the metrics cannot be read. */
  private Optional<Observation> read(MetricOrder what) {
    try {
      return Optional.of(instruments.metrics().read(what));
    } catch (ApplicationFailure e) {
      boolean news = !data.unreadable();
      data = data.unreadable("the metrics cannot be read: " + e.getOriginalMessage(), now());
      if (news) {
        LOG.warn("metrics of {}: {}", order.target().key(), e.getOriginalMessage());
      }
      return Optional.empty();
    }
  }

  private Instant now() {
    return instruments.pulse().now();
  }
}
