package dev.slipway.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.analysis.AnalysisReport;
import dev.slipway.analysis.AnalysisState;
import dev.slipway.analysis.ArmCounts;
import dev.slipway.analysis.Block;
import dev.slipway.analysis.CanaryAnalysis;
import dev.slipway.analysis.MetricPlan;
import dev.slipway.analysis.Tally;
import dev.slipway.metrics.EventTally;
import dev.slipway.metrics.Interval;
import dev.slipway.metrics.MetricOrder;
import dev.slipway.metrics.VersionCounters;
import dev.slipway.temporal.FailureType;
import dev.slipway.temporal.SlipwayDataConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The one sequential analysis of a rollout, which goes on from step to step and from worker to
 * worker: the guarantee needs the same process continued, never a restarted one.
 */
final class RolloutAnalysis {

  private static final int VERSION = 1;

  private static final ObjectMapper MAPPER = SlipwayDataConverter.mapper();

  private final List<Double> boundaries;
  private final List<MetricPlan> custom;
  private final Instant since;
  private final int step;
  private AnalysisState state;

  private RolloutAnalysis(AnalysisPlan plan, Instant since, int step, AnalysisState state) {
    this.boundaries = plan.boundaries();
    this.custom = plan.custom();
    this.since = since;
    this.step = step;
    this.state = state;
  }

  /**
   * @param evidence the latest there is, of this step or the one before
   * @param now when it begins, if it has not yet
   */
  static RolloutAnalysis of(StepOrder order, Optional<Evidence> evidence, Instant now) {
    AnalysisPlan plan = AnalysisPlanning.plan(order.plan().analysis(), order.attempt());
    Optional<Content> content = evidence.filter(found -> found.version() != 0).map(Content::of);
    if (content.isEmpty()) {
      return new RolloutAnalysis(plan, now, order.step(), CanaryAnalysis.start(plan));
    }
    AnalysisState state = AnalysisState.decode(content.get().state());
    return new RolloutAnalysis(
        plan,
        content.get().since(),
        order.step(),
        content.get().step() == order.step() ? state : CanaryAnalysis.nextStep(state));
  }

  /**
   * One block.
   *
   * @return why it does not count; empty when it does
   */
  Optional<String> observe(Interval.Counted interval, Instant end) {
    Optional<ArmCounts> canary = counts(interval.canary());
    Optional<ArmCounts> stable = counts(interval.stable());
    if (canary.isEmpty() || stable.isEmpty()) {
      return Optional.of("requests are not timed at each of the boundaries " + boundaries + " s");
    }
    Optional<String> uncounted = uncounted(interval);
    if (uncounted.isPresent()) {
      return uncounted;
    }
    // Another worker's clock may be behind: blocks still come one after the other.
    Duration earliest = state.observedUntil().plusMillis(1);
    Duration until = Duration.between(since, end);
    state =
        CanaryAnalysis.observe(
            state,
            new Block(
                until.compareTo(earliest) < 0 ? earliest : until, canary.get(), stable.get()));
    return Optional.empty();
  }

  AnalysisReport report() {
    return CanaryAnalysis.report(state);
  }

  Evidence evidence() {
    try {
      return new Evidence(
          VERSION, MAPPER.writeValueAsString(new Content(since, step, state.encode())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("three fields can always be written", e);
    }
  }

  AnalysisReading reading() {
    AnalysisReport report = report();
    return new AnalysisReading(
        report.verdict(),
        report.evidence(),
        report.bound(),
        report.proven(),
        report.metrics().stream()
            .map(
                metric ->
                    new MetricReading(
                        metric.name(),
                        metric.canaryRate(),
                        metric.stableRate(),
                        metric.canaryRequests(),
                        metric.stableRequests(),
                        metric.evidence(),
                        metric.sentence()))
            .toList(),
        report.sentence());
  }

  private Optional<ArmCounts> counts(VersionCounters arm) {
    List<Long> slower = new ArrayList<>();
    // Request counter and histogram are written one after the other: at most a request apart.
    long most = arm.requests();
    for (double boundary : boundaries) {
      OptionalLong count = arm.slowerThan(boundary);
      if (count.isEmpty()) {
        return Optional.empty();
      }
      most = Math.min(most, count.getAsLong());
      slower.add(most);
    }
    return Optional.of(
        new ArmCounts(
            arm.requests(), Math.min(arm.errors(), arm.requests()), slower, tallies(arm)));
  }

  private List<Tally> tallies(VersionCounters arm) {
    List<Tally> tallies = new ArrayList<>();
    for (MetricPlan metric : custom) {
      EventTally events = arm.custom().get(metric.name());
      if (events != null) {
        tallies.add(tally(events));
      }
    }
    return tallies;
  }

  /** Counters of one scrape are written one after the other: never more than all, and ordered. */
  private static Tally tally(EventTally events) {
    List<Long> counted = new ArrayList<>();
    long most = events.total();
    for (long count : events.counted()) {
      most = Math.min(most, count);
      counted.add(most);
    }
    return new Tally(events.total(), counted);
  }

  /** Which custom metric nothing counts; empty when all are counted. */
  private Optional<String> uncounted(Interval.Counted interval) {
    return custom.stream()
        .map(MetricPlan::name)
        .filter(
            name ->
                !interval.canary().custom().containsKey(name)
                    || !interval.stable().custom().containsKey(name))
        .findFirst()
        .map(MetricOrder::uncounted);
  }

  /**
   * What evidence holds.
   *
   * @param since when the canary got its first traffic
   * @param step which step it is of
   * @param state of the engine, in its own encoding
   */
  record Content(Instant since, int step, String state) {

    static Content of(Evidence evidence) {
      if (evidence.version() != VERSION) {
        throw FailureType.MISCONFIGURED.retryable(
            "the evidence of this rollout was written by a newer Slipway: run a worker of that"
                + " version, or abort the rollout");
      }
      try {
        return MAPPER.readValue(evidence.encoded(), Content.class);
      } catch (JsonProcessingException e) {
        throw FailureType.MISCONFIGURED.retryable(
            "the evidence of this rollout cannot be read: abort the rollout", e);
      }
    }
  }
}
