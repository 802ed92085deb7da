package dev.slipway.rollout;

import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.analysis.AnalysisReport;
import dev.slipway.analysis.AnalysisState;
import dev.slipway.analysis.CanaryAnalysis;
import dev.slipway.analysis.MetricPlan;
import dev.slipway.analysis.Verdict;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.Baseline;
import dev.slipway.metrics.Interval;
import dev.slipway.metrics.MetricOrder;
import dev.slipway.observation.BadObservationException;
import dev.slipway.observation.ObservedBlock;
import dev.slipway.observation.ObservedBlock.Origin;
import dev.slipway.observation.ObservedBlock.Suspect;
import dev.slipway.observation.RecordedRollout;
import dev.slipway.rollout.SuspectedPod.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one sequential analysis of a rollout, which goes on from step to step and from worker to
 * worker: the guarantee needs the same process continued, never a restarted one.
 *
 * <p>Public for the simulations that measure how often it is wrong.
 */
public final class RolloutAnalysis {

  /** What {@link Evidence} may hold. */
  private static final int MOST_BYTES = 90_000;

  private final AnalysisPlan rules;
  private final Instant since;
  private final int step;
  private final double weight;
  private final Baseline baseline;
  private final Duration warmUp;
  private int blocks;
  private VersionAnalysis analysis;
  private Siblings canaryPods;
  private Siblings stablePods;
  private Optional<Duration> latencyFrom = Optional.empty();

  private RolloutAnalysis(StepOrder order, EvidenceContent content, VersionAnalysis analysis) {
    this.rules = analysis.state().plan();
    this.since = content.since();
    this.step = order.step();
    this.weight = order.weight();
    this.baseline = order.plan().baseline();
    this.warmUp = order.plan().analysis().warmUp();
    this.blocks = content.blocks();
    this.analysis = analysis;
    this.canaryPods = content.canaryPods();
    this.stablePods = content.stablePods();
  }

  /**
   * @param byRequest each request is shared anew: otherwise those of a connection go together
   * @param evidence the latest there is, of this step or the one before
   * @param now when it begins, if it has not yet
   */
  public static RolloutAnalysis of(
      StepOrder order, boolean byRequest, Optional<Evidence> evidence, Instant now) {
    Optional<EvidenceContent> kept =
        evidence.filter(found -> found.version() != 0).map(EvidenceContent::of);
    if (kept.isEmpty()) {
      AnalysisRules rules = order.plan().analysis();
      AnalysisState start =
          CanaryAnalysis.start(
              AnalysisPlanning.plan(byRequest ? rules : rules.sticky(), order.attempt()));
      return new RolloutAnalysis(
          order, EvidenceContent.begun(now, order.step()), VersionAnalysis.of(start));
    }
    VersionAnalysis analysis = kept.get().analysis();
    return new RolloutAnalysis(
        order, kept.get(), kept.get().step() == order.step() ? analysis : analysis.nextStep());
  }

  /**
   * The canary was given pods, for this step or in place of others, which are cold when they get
   * their first traffic: latency is judged again once they are as warm as the first ones have had
   * to be.
   *
   * @param traffic when they got it
   */
  public void addedPods(Instant traffic) {
    latencyFrom = Optional.of(sinceStart(traffic).plus(warmUp));
  }

  /** What became of a block. */
  public sealed interface Observed {

    /** It was judged, and is to be recorded so. */
    record Judged(ObservedBlock block) implements Observed {}

    /** It does not count: the sentence for a person. */
    record Unfit(String reason) implements Observed {}
  }

  /** One block. */
  public Observed observe(Interval.Counted interval, Instant begin, Instant end) {
    Optional<String> uncounted = uncounted(interval);
    if (uncounted.isPresent()) {
      return new Observed.Unfit(uncounted.get());
    }
    Siblings canaryNow = canaryPods.observe(interval.pods().canary());
    Siblings stableNow = stablePods.observe(interval.pods().stable());
    ObservedBlock block = block(interval, begin, end, canaryNow);
    try {
      analysis = block.judged(analysis, rules);
    } catch (BadObservationException e) {
      return new Observed.Unfit(
          "requests are not timed at each of the boundaries " + rules.boundaries() + " s");
    }
    canaryPods = canaryNow;
    stablePods = stableNow;
    blocks++;
    return new Observed.Judged(block);
  }

  private ObservedBlock block(
      Interval.Counted interval, Instant begin, Instant end, Siblings canaryNow) {
    // Another worker's clock may be behind: blocks still come one after the other.
    Duration before = analysis.state().observedUntil();
    Duration earliest = before.plusMillis(1);
    Duration until = sinceStart(end);
    Duration from = sinceStart(begin);
    return new ObservedBlock(
        until.compareTo(earliest) < 0 ? earliest : until,
        weight,
        CountedArm.of(interval.canary(), rules),
        CountedArm.of(interval.stable(), rules),
        Optional.of(new Origin(from.compareTo(before) < 0 ? before : from, step, blocks)),
        suspect(canaryNow)
            .map(pod -> new Suspect(pod, CountedArm.of(interval.canaryWithout(pod.pod()), rules))),
        latencyFrom);
  }

  /** The pod that was left out before stays so; {@code SURE} while it still fails. */
  private Optional<SuspectedPod> suspect(Siblings canaryNow) {
    return analysis
        .lonePod()
        .map(pod -> new SuspectedPod(pod, canaryNow.standsOut(pod) ? Proof.SURE : Proof.HINT))
        .or(canaryNow::suspect);
  }

  /** The pod of the canary that was found to fail alone, and is left out since. */
  public Optional<String> named() {
    return analysis.lonePod();
  }

  /** Why a step does not pass while one pod of the canary alone fails; empty when none does. */
  public Optional<String> lonePod() {
    return analysis
        .lonePod()
        .filter(canaryPods::standsOut)
        .map(
            pod ->
                canaryPods.sentence(pod)
                    + "; it is not counted against the version: replace it (delete the pod), and"
                    + " the step goes on");
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

  /** In whole milliseconds, so that a record says exactly what was judged. */
  private Duration sinceStart(Instant instant) {
    return Duration.ofMillis(Duration.between(since, instant).toMillis());
  }

  /** What is known of the version. */
  public AnalysisReport report() {
    return analysis.report(baseline);
  }

  /** The report's verdict alone, many times as fast. */
  public Verdict verdict() {
    return CanaryAnalysis.verdict(analysis.state());
  }

  /** What another step, or another worker, goes on with. */
  public Evidence evidence() {
    Evidence whole = evidence(analysis);
    // Two states and many pods may be too much: then a pod that is only suspected is not any more.
    return whole.encoded().length() <= MOST_BYTES || analysis.without() == null
        ? whole
        : evidence(new VersionAnalysis(analysis.state(), null, analysis.leftOut()));
  }

  private Evidence evidence(VersionAnalysis kept) {
    AnalysisState without = kept.without();
    return new EvidenceContent(
            since,
            step,
            kept.state().encode(),
            blocks,
            without == null ? null : without.encode(),
            kept.leftOut(),
            canaryPods,
            stablePods)
        .encoded();
  }

  AnalysisReading reading() {
    return Readings.of(report(), podSentences());
  }

  /** What is to be said of single pods, those of stable included. */
  private List<String> podSentences() {
    List<String> sentences = new ArrayList<>();
    analysis.lonePod().map(pod -> lonePod().orElseGet(() -> left(pod))).ifPresent(sentences::add);
    stablePods
        .suspect()
        .filter(pod -> pod.proof() == Proof.SURE)
        .map(pod -> "of " + baseline.words() + ", " + stablePods.sentence(pod.pod()))
        .ifPresent(sentences::add);
    return sentences;
  }

  private String left(String pod) {
    return canaryPods.sentence(pod) + "; it is gone, or fails no more";
  }

  /** A metric of the service's own that nothing counts. */
  private Optional<String> uncounted(Interval.Counted interval) {
    return rules.custom().stream()
        .map(MetricPlan::name)
        .filter(
            name ->
                !interval.canary().custom().containsKey(name)
                    || !interval.stable().custom().containsKey(name))
        .findFirst()
        .map(
            name ->
                interval.stable().custom().containsKey(name)
                    ? "metric %s is counted for %s, but not for the canary"
                        .formatted(name, baseline.words())
                    : MetricOrder.uncounted(name));
  }
}
