package dev.slipway.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a revision is brought in.
 *
 * @param steps weights of the canary, ascending; 1%, 10%, 25%, 50% by default
 * @param minimumHold a step lasts at least this long; 1 minute by default
 * @param maximumHold a step lasts at most this long; 10 minutes by default
 * @param soak how long the old version keeps a tenth of the traffic as the baseline; 15 minutes by
 *     default, 0 for none
 * @param onInconclusive what a step does that proves nothing; by default {@code advance} in
 *     deployment mode, {@code hold} in delivery mode
 * @param decisionDeadline how long a hold waits for a person before it rolls back; 1 day by default
 * @param missingData how long metrics or traffic may be missing before it rolls back; 2 minutes by
 *     default
 * @param readyWithin how long pods may take to become ready; 10 minutes by default
 * @param firstHold the first of several steps lasts at least this long, as its few requests can
 *     prove little more in the time of the others; 30 seconds by default; empty: as {@code
 *     minimumHold}, also where an older worker did not write it
 */
public record RolloutPlan(
    List<Percent> steps,
    Duration minimumHold,
    Duration maximumHold,
    Duration soak,
    OnInconclusive onInconclusive,
    Duration decisionDeadline,
    Duration missingData,
    Duration readyWithin,
    AnalysisRules analysis,
    Optional<Duration> firstHold) {

  public static final RolloutPlan DEFAULT =
      new RolloutPlan(
          List.of(new Percent(1), new Percent(10), new Percent(25), new Percent(50)),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofMinutes(15),
          OnInconclusive.HOLD,
          Duration.ofDays(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          AnalysisRules.DEFAULT,
          Optional.of(Duration.ofSeconds(30)));

  public RolloutPlan {
    steps = List.copyOf(steps);
  }

  /** One whose steps all last equally long at least. */
  public RolloutPlan(
      List<Percent> steps,
      Duration minimumHold,
      Duration maximumHold,
      Duration soak,
      OnInconclusive onInconclusive,
      Duration decisionDeadline,
      Duration missingData,
      Duration readyWithin,
      AnalysisRules analysis) {
    this(
        steps,
        minimumHold,
        maximumHold,
        soak,
        onInconclusive,
        decisionDeadline,
        missingData,
        readyWithin,
        analysis,
        Optional.empty());
  }

  /**
   * How long a step lasts at least.
   *
   * @param position from 0
   */
  public Duration leastHold(int position) {
    return position == 0 && steps.size() > 1 ? firstHold.orElse(minimumHold) : minimumHold;
  }
}
