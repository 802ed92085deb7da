package dev.slipway.delivery;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a revision is brought in: by a canary in steps, or by the Deployment's own rolling update.
 * With the latter, what is said of the canary and its analysis means nothing.
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
 * @param rolling the rolling update; empty where it is a canary, and where an older worker did not
 *     write it
 * @param headerRoute by which testers get to the canary; empty where there is none, and where an
 *     older worker did not write it
 * @param firstHold the first of several steps lasts at least this long, as its few requests can
 *     prove little more in the time of the others; 30 seconds by default; empty: as {@code
 *     minimumHold}, also where an older worker did not write it
 * @param baseline what the canary is compared with; the stable version by default, and where an
 *     older worker did not write it
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
    Optional<RollingPlan> rolling,
    Optional<HeaderRoute> headerRoute,
    Optional<Duration> firstHold,
    Baseline baseline) {

  /**
   * Share of the canary during the soak, 0 to 100: the old version keeps a tenth of the traffic, as
   * the baseline that a late onset is compared with.
   */
  public static final int SOAK_WEIGHT = 90;

  /** What the names of a canary's objects end with, after those of the team's own. */
  public static final String CANARY_SUFFIX = "-canary";

  /** A release waits so long for the end of its rollout. */
  public static final Duration AWAITED = Duration.ofDays(7);

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
          Optional.empty(),
          Optional.empty(),
          Optional.of(Duration.ofSeconds(30)),
          Baseline.STABLE);

  @JsonCreator
  public RolloutPlan {
    steps = List.copyOf(steps);
    baseline = baseline == null ? Baseline.STABLE : baseline;
  }

  /** A canary whose steps all last equally long at least. */
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
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Baseline.STABLE);
  }

  /**
   * How long a step lasts at least.
   *
   * @param position from 0
   */
  public Duration leastHold(int position) {
    return position == 0 && steps.size() > 1 ? firstHold.orElse(minimumHold) : minimumHold;
  }

  /** The same, judged by other rules. */
  public RolloutPlan withAnalysis(AnalysisRules rules) {
    return with(onInconclusive, rules, headerRoute, firstHold, baseline);
  }

  /** The same, but for a step that proves nothing. */
  public RolloutPlan withOnInconclusive(OnInconclusive answer) {
    return with(answer, analysis, headerRoute, firstHold, baseline);
  }

  /** The same with a way for testers. */
  public RolloutPlan withHeaderRoute(Optional<HeaderRoute> route) {
    return with(onInconclusive, analysis, route, firstHold, baseline);
  }

  /** The same with a first step that lasts at least so long. */
  public RolloutPlan withFirstHold(Optional<Duration> hold) {
    return with(onInconclusive, analysis, headerRoute, hold, baseline);
  }

  /** The same, compared with something else. */
  public RolloutPlan withBaseline(Baseline other) {
    return with(onInconclusive, analysis, headerRoute, firstHold, other);
  }

  private RolloutPlan with(
      OnInconclusive answer,
      AnalysisRules rules,
      Optional<HeaderRoute> route,
      Optional<Duration> first,
      Baseline other) {
    return new RolloutPlan(
        steps,
        minimumHold,
        maximumHold,
        soak,
        answer,
        decisionDeadline,
        missingData,
        readyWithin,
        rules,
        rolling,
        route,
        first,
        other);
  }

  /** The rolling update, within a plan whose canary is the usual one and means nothing. */
  public static RolloutPlan rolling(RollingPlan rolling) {
    return new RolloutPlan(
        DEFAULT.steps,
        DEFAULT.minimumHold,
        DEFAULT.maximumHold,
        DEFAULT.soak,
        DEFAULT.onInconclusive,
        DEFAULT.decisionDeadline,
        DEFAULT.missingData,
        rolling.readyWithin(),
        DEFAULT.analysis,
        Optional.of(rolling),
        Optional.empty(),
        Optional.empty(),
        Baseline.STABLE);
  }
}
