package dev.slipway.benchmarks.canary;

import dev.slipway.analysis.AnalysisReport;
import dev.slipway.analysis.Verdict;
import dev.slipway.cluster.Target;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.metrics.Interval;
import dev.slipway.metrics.PodCounters;
import dev.slipway.metrics.VersionCounters;
import dev.slipway.metrics.VersionCounters.Bucket;
import dev.slipway.rollout.AnalysisReading;
import dev.slipway.rollout.DataFlow;
import dev.slipway.rollout.Evidence;
import dev.slipway.rollout.OperatorOrders;
import dev.slipway.rollout.RevisionRef;
import dev.slipway.rollout.RolloutAnalysis;
import dev.slipway.rollout.RolloutDecision.Promote;
import dev.slipway.rollout.RolloutDecision.RollBack;
import dev.slipway.rollout.RolloutDecision.Watch;
import dev.slipway.rollout.RolloutPlanner;
import dev.slipway.rollout.RouterTrust;
import dev.slipway.rollout.StepJudge;
import dev.slipway.rollout.StepJudge.Judgement;
import dev.slipway.rollout.StepOrder;
import dev.slipway.rollout.StepReport;
import dev.slipway.rollout.StepReport.End;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One release on simulated pods, decided by what decides a real one: the analysis of the activity
 * that watches a step, with its single pods, its judge, and the planner of the workflow. Only
 * cluster, router and clock are not there.
 */
final class SimulatedRollout {

  private static final RevisionRef ANY = new RevisionRef("", "", Optional.empty());
  private static final Target TARGET =
      new Target(
          new EnvironmentKey("production", "simulated"),
          "none",
          "none",
          new ConfigPath("none", "main", "none"),
          "simulated",
          "simulated");

  private final Scenario scenario;
  private final Fleet fleet;
  private final RolloutPlan plan;
  private final boolean podsKnown;
  private final Baseline baseline;
  private final PodStream stream;
  private Watch watch;
  private RolloutAnalysis analysis;
  private DataFlow data = DataFlow.NONE_YET;
  private int heldSince;
  private double bad;
  private @Nullable String named;
  private int namedAt;
  private boolean namedRightly;

  /**
   * @param podsKnown whether single pods are counted, as by Prometheus or a scrape
   * @param release number of the run, its seed
   */
  SimulatedRollout(
      Scenario scenario, Fleet fleet, RolloutPlan plan, boolean podsKnown, long release) {
    this.scenario = scenario;
    this.fleet = fleet;
    this.plan = plan;
    this.podsKnown = podsKnown;
    baseline = plan.baseline();
    stream = new PodStream(scenario, fleet, baseline == Baseline.FRESH, release);
    watch = (Watch) RolloutPlanner.first(plan);
    analysis = continued(Optional.empty());
    stream.carry(watch.weight());
  }

  /** How a release ended. */
  enum Ending {
    PROMOTED,
    /** The version was found worse. */
    ROLLED_BACK,
    /** It was rolled back for another reason: there was nothing to compare. */
    GIVEN_UP,
    /** A person is asked. */
    HELD,
    /** Not within the hour. */
    GOES_ON
  }

  /**
   * @param bad requests of the canary that failed, and those of the rest of the hour where it was
   *     promoted
   * @param podNamed in which second a pod was named; negative where none was
   * @param rightly whether that pod was one that fails by itself
   */
  record Outcome(Ending ending, int seconds, double bad, int podNamed, boolean rightly) {}

  Outcome run() {
    while (stream.end() < Releases.HORIZON_SECONDS) {
      observe();
      replaceNamed();
      Optional<Ending> ending = judge().flatMap(this::decide);
      if (ending.isPresent()) {
        return ended(ending.get());
      }
    }
    return ended(Ending.GOES_ON);
  }

  private void observe() {
    double weight = watch.weight();
    PodStream.Counts counts = stream.next(weight, baseline.share(weight));
    Served ofCanary = new Served(Scenario.BOUNDARIES.size());
    Map<String, VersionCounters> pods = new HashMap<>();
    for (PodStream.OfPod pod : counts.canary()) {
      ofCanary.add(pod.served());
      pods.put(pod.pod(), counters(pod.served()));
    }
    bad += ofCanary.errors();
    data =
        data.counted(
            ofCanary.requests(),
            counts.compared().requests(),
            counts.aside() > 0,
            baseline.comparedShare(weight),
            now());
    analysis.observe(
        new Interval.Counted(
            counters(ofCanary),
            counters(counts.compared()),
            podsKnown ? new PodCounters(pods, Map.of()) : PodCounters.UNKNOWN),
        now().minusSeconds(RequestStream.BLOCK_SECONDS),
        now());
  }

  private void replaceNamed() {
    if (named == null && analysis.named().isPresent()) {
      named = analysis.named().get();
      namedAt = stream.end();
      namedRightly = stream.isBad(named);
    }
    if (named != null
        && fleet.replacedAfter() >= 0
        && stream.end() == namedAt + fleet.replacedAfter()) {
      stream.replace(named);
    }
  }

  private Optional<Judgement> judge() {
    return StepJudge.of(watch, plan)
        .judge(
            silent(analysis.verdict()),
            data,
            RouterTrust.FULL,
            analysis.lonePod(),
            Duration.ofSeconds(stream.end() - heldSince),
            now());
  }

  /** What a report says without its words, which cost more than all the rest. */
  private AnalysisReport silent(Verdict verdict) {
    return new AnalysisReport(
        verdict, 1, 1, verdict == Verdict.HEALTHY, false, List.of(), verdict.name());
  }

  private Optional<Ending> decide(Judgement judgement) {
    StepReport report =
        new StepReport(
            judgement.end(),
            judgement.detail(),
            Duration.ofSeconds(stream.end() - heldSince),
            AnalysisReading.NONE,
            Evidence.NONE);
    return switch (RolloutPlanner.next(plan, watch, report, new OperatorOrders())) {
      case Promote promote -> Optional.of(Ending.PROMOTED);
      case RollBack back ->
          Optional.of(judgement.end() == End.REGRESSED ? Ending.ROLLED_BACK : Ending.GIVEN_UP);
      case Watch next when next.isHold() -> Optional.of(Ending.HELD);
      case Watch next -> {
        watch = next;
        heldSince = stream.end();
        data = DataFlow.NONE_YET;
        analysis = continued(Optional.of(analysis.evidence()));
        if (stream.carry(next.weight())) {
          analysis.addedPods(now());
        }
        yield Optional.empty();
      }
    };
  }

  private RolloutAnalysis continued(Optional<Evidence> evidence) {
    StepOrder order =
        new StepOrder(
            TARGET,
            ANY,
            ANY,
            watch.position(),
            watch.weight(),
            watch.advance(),
            watch.minimumHold(),
            watch.maximumHold(),
            plan,
            1,
            evidence);
    return RolloutAnalysis.of(order, true, evidence, now());
  }

  private Outcome ended(Ending ending) {
    double rest = 0;
    for (int second = stream.end();
        ending == Ending.PROMOTED && second < Releases.HORIZON_SECONDS;
        second++) {
      rest += scenario.expectedBad(second);
    }
    return new Outcome(
        ending, stream.end(), bad + rest, named == null ? -1 : namedAt, namedRightly);
  }

  private Instant now() {
    return Instant.EPOCH.plusSeconds(stream.end());
  }

  private static VersionCounters counters(Served served) {
    List<Bucket> buckets = new ArrayList<>();
    for (int i = 0; i < served.boundaries(); i++) {
      buckets.add(
          new Bucket(Scenario.BOUNDARIES.get(i) / 1000, served.requests() - served.slower(i)));
    }
    return new VersionCounters(served.requests(), served.errors(), served.requests(), buckets);
  }
}
