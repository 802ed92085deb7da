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
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.metrics.EventTally;
import dev.slipway.metrics.Interval;
import dev.slipway.metrics.VersionCounters;
import dev.slipway.observation.BadObservationException;
import dev.slipway.observation.ObservedBlock;
import dev.slipway.observation.ObservedBlock.Origin;
import dev.slipway.observation.RecordedRollout;
import dev.slipway.temporal.FailureType;
import dev.slipway.temporal.SlipwayDataConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  private final double weight;
  private int blocks;
  private AnalysisState state;

  private RolloutAnalysis(StepOrder order, Instant since, int blocks, AnalysisState state) {
    this.boundaries = state.plan().boundaries();
    this.custom = state.plan().custom();
    this.since = since;
    this.step = order.step();
    this.weight = order.weight();
    this.blocks = blocks;
    this.state = state;
  }

  /**
   * @param byRequest each request is shared anew: otherwise those of a connection go together
   * @param evidence the latest there is, of this step or the one before
   * @param now when it begins, if it has not yet
   */
  static RolloutAnalysis of(
      StepOrder order, boolean byRequest, Optional<Evidence> evidence, Instant now) {
    AnalysisRules rules = order.plan().analysis();
    AnalysisPlan plan = AnalysisPlanning.plan(byRequest ? rules : rules.sticky(), order.attempt());
    Optional<Content> content = evidence.filter(found -> found.version() != 0).map(Content::of);
    if (content.isEmpty()) {
      return new RolloutAnalysis(order, now, 0, CanaryAnalysis.start(plan));
    }
    AnalysisState state = AnalysisState.decode(content.get().state());
    return new RolloutAnalysis(
        order,
        content.get().since(),
        content.get().blocks(),
        content.get().step() == order.step() ? state : CanaryAnalysis.nextStep(state));
  }

  /**
   * One block.
   *
   * @return the block as it was judged, to be recorded; empty when it does not count, as requests
   *     are not timed at each of the boundaries
   */
  Optional<ObservedBlock> observe(Interval.Counted interval, Instant begin, Instant end) {
    if (isUncounted(interval)) {
      return Optional.empty();
    }
    // Another worker's clock may be behind: blocks still come one after the other.
    Duration earliest = state.observedUntil().plusMillis(1);
    Duration until = sinceStart(end);
    Duration from = sinceStart(begin);
    ObservedBlock block =
        new ObservedBlock(
            until.compareTo(earliest) < 0 ? earliest : until,
            weight,
            CountedArm.of(interval.canary(), boundaries),
            CountedArm.of(interval.stable(), boundaries),
            Optional.of(
                new Origin(
                    from.compareTo(state.observedUntil()) < 0 ? state.observedUntil() : from,
                    step,
                    blocks)));
    try {
      Block counted = block.counted(boundaries);
      state =
          CanaryAnalysis.observe(
              state,
              new Block(
                  counted.end(),
                  withEvents(counted.canary(), interval.canary()),
                  withEvents(counted.stable(), interval.stable())));
    } catch (BadObservationException e) {
      return Optional.empty();
    }
    blocks++;
    return Optional.of(block);
  }

  /** What its record is about. */
  RecordedRollout recorded(StepOrder order) {
    return new RecordedRollout(
        order.target(),
        order.stable(),
        order.candidate(),
        order.cause(),
        order.plan(),
        order.attempt(),
        since);
  }

  List<Double> boundaries() {
    return boundaries;
  }

  /** In whole milliseconds, so that a record says exactly what was judged. */
  private Duration sinceStart(Instant instant) {
    return Duration.ofMillis(Duration.between(since, instant).toMillis());
  }

  AnalysisReport report() {
    return CanaryAnalysis.report(state);
  }

  Evidence evidence() {
    try {
      return new Evidence(
          VERSION, MAPPER.writeValueAsString(new Content(since, step, state.encode(), blocks)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("its fields can always be written", e);
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

  private ArmCounts withEvents(ArmCounts counted, VersionCounters arm) {
    return new ArmCounts(counted.requests(), counted.errors(), counted.slower(), tallies(arm));
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

  /** A metric of the service's own that nothing counts. */
  private boolean isUncounted(Interval.Counted interval) {
    return custom.stream()
        .map(MetricPlan::name)
        .anyMatch(
            name ->
                !interval.canary().custom().containsKey(name)
                    || !interval.stable().custom().containsKey(name));
  }

  /**
   * What evidence holds.
   *
   * @param since when the canary got its first traffic
   * @param step which step it is of
   * @param state of the engine, in its own encoding
   * @param blocks how many it has observed; 0 where an older worker did not write it
   */
  record Content(Instant since, int step, String state, int blocks) {

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
