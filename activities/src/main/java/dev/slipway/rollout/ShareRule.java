package dev.slipway.rollout;

import dev.slipway.analysis.statistics.ShareDeviation;
import dev.slipway.metrics.Split;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Which shares of requests fit a weight. Pure.
 *
 * @param weight of the canary, 0 to 100, both exclusive
 * @param sticky clients or connections stay with the version that they first met, so that those who
 *     came before the weight was raised still go to stable: the canary may get less, and somewhat
 *     more
 * @param bypassed some of stable's requests do not come through the route, so that the canary may
 *     get less of all
 * @param grace requests of this first time are not held against the router: those that are answered
 *     then may have begun before the weight
 * @param patience how long a canary that gets too little is doubted before the router is blamed
 */
record ShareRule(
    double weight, boolean sticky, boolean bypassed, Duration grace, Duration patience) {

  /** One in a million for a whole step, in each direction. */
  private static final double CERTAIN = Math.log(1e6);

  /**
   * What gateways do by themselves (a second attempt at another backend, say) moves the odds by
   * less than this.
   */
  private static final double TOLERANCE = 1.5;

  /** Clients differ: with sticky routing a few of them may bring much of the traffic. */
  private static final double STICKY_TOLERANCE = 3;

  /** ANALYSIS.md 2.6: requests of one client go together. */
  private static final double STICKY_PHI = 4;

  private static final Duration LONGEST_GRACE = Duration.ofSeconds(10);

  /**
   * @param share of the canary among what is counted, 0 to 100
   * @param byRequest each request is shared anew
   */
  static ShareRule of(StepOrder order, double share, boolean byRequest, boolean bypassed) {
    Duration half = order.minimumHold().dividedBy(2);
    boolean endsByTime = half.isPositive();
    return new ShareRule(
        share,
        order.plan().analysis().stickyRouting() || !byRequest,
        bypassed,
        endsByTime && half.compareTo(LONGEST_GRACE) < 0 ? half : LONGEST_GRACE,
        order.plan().missingData());
  }

  /** In words, when the canary gets more than its weight can explain. */
  Optional<String> tooMuch(Split split) {
    return test().logTooMuch(split.canary(), split.stable()) < CERTAIN
        ? Optional.empty()
        : Optional.of(sentence(split));
  }

  /** In words, when the canary gets less than its weight can explain. */
  Optional<String> tooLittle(Split split) {
    return sticky || bypassed || test().logTooLittle(split.canary(), split.stable()) < CERTAIN
        ? Optional.empty()
        : Optional.of(sentence(split));
  }

  private ShareDeviation test() {
    return ShareDeviation.from(
        weight / 100, sticky ? STICKY_TOLERANCE : TOLERANCE, sticky ? STICKY_PHI : 1);
  }

  private String sentence(Split split) {
    return String.format(
        Locale.ROOT,
        "the router does not obey: the canary got %d of %d requests (%.1f %%) at a weight of %s,"
            + " which is no chance",
        split.canary(),
        split.all(),
        100.0 * split.canary() / split.all(),
        Shares.percent(weight));
  }
}
