package dev.slipway.delivery;

import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.analysis.MetricPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The stricter of two plans: a commit cannot loosen its own way to an environment. Pure.
 *
 * <p>Each gate is taken from whichever plan asks more of a change, so the result is at least as
 * strict as both, the same in either order (but for what is said of {@code by}, boundaries and a
 * metric's kind), and a plan joined with itself is itself. A team loosens a gate in two releases:
 * the first brings the new file through the old gates, the second goes through the new ones.
 */
public final class Gates {

  private Gates() {}

  /**
   * What holds for a release.
   *
   * <ul>
   *   <li>mode: delivery beats deployment;
   *   <li>approval: see {@link #approval};
   *   <li>slot: the commit's, as it orders releases and lets none through;
   *   <li>rollout: see {@link #rollout}.
   * </ul>
   *
   * @param commit the plan in the delivery file of the commit that is released
   * @param stable the plan of the release that is stable there, for the same environment
   */
  public static EnvironmentPlan stricter(EnvironmentPlan commit, EnvironmentPlan stable) {
    if (!commit.name().equals(stable.name())) {
      throw new IllegalArgumentException(
          "plans of two environments have no stricter one: "
              + commit.name()
              + " and "
              + stable.name());
    }
    Mode mode =
        commit.mode() == Mode.DELIVERY || stable.mode() == Mode.DELIVERY
            ? Mode.DELIVERY
            : Mode.DEPLOYMENT;
    return new EnvironmentPlan(
        commit.name(),
        mode,
        approval(commit, stable),
        commit.slot(),
        rollout(commit.rollout(), stable.rollout()));
  }

  /**
   * Why a plan that was made of two cannot be judged; empty when it can. Each of the two is within
   * the limits, but together they may have more metrics or boundaries than one analysis can hold.
   */
  public static Optional<String> excess(EnvironmentPlan merged) {
    List<MetricRule> metrics = merged.rollout().analysis().metrics();
    long boundaries =
        metrics.stream().flatMap(metric -> metric.judgedBoundaries().stream()).distinct().count();
    if (metrics.size() > AnalysisPlan.MOST_METRICS) {
      return Optional.of(
          excess(merged, metrics.size() + " metrics", AnalysisPlan.MOST_METRICS)
              + ": "
              + metrics.stream().map(MetricRule::name).collect(Collectors.joining(", ")));
    }
    return boundaries > MetricPlan.MOST_BOUNDARIES
        ? Optional.of(
            excess(merged, boundaries + " latency boundaries", MetricPlan.MOST_BOUNDARIES))
        : Optional.empty();
  }

  private static String excess(EnvironmentPlan merged, String has, int most) {
    return "the delivery file of this commit and that of the stable release together ask for "
        + has
        + " in environment '"
        + merged.name()
        + "', and an analysis holds "
        + most
        + " (the stricter of two plans has what either has): release without the old ones first,"
        + " and add the new ones in a second release";
  }

  /**
   * Where only one plan asks for a person, its rule. Where both do: the larger count, the shorter
   * expiry, the forge's own review when either wants it, and of the approvers those that both name.
   * Where the two name nobody in common, stable's; where one names nobody at all, it means the
   * platform's approvers, and the other's names hold. Groups are compared by name, not by who is in
   * them.
   */
  private static ApprovalRule approval(EnvironmentPlan commit, EnvironmentPlan stable) {
    if (commit.mode() != stable.mode()) {
      return commit.mode() == Mode.DELIVERY ? commit.approval() : stable.approval();
    }
    ApprovalRule one = commit.approval();
    ApprovalRule other = stable.approval();
    return new ApprovalRule(
        Math.max(one.count(), other.count()),
        approvers(one.by(), other.by()),
        shorter(one.expires(), other.expires()),
        one.forgeReview() || other.forgeReview());
  }

  private static List<String> approvers(List<String> commit, List<String> stable) {
    if (commit.isEmpty() || stable.isEmpty()) {
      return commit.isEmpty() ? stable : commit;
    }
    List<String> both = commit.stream().filter(stable::contains).toList();
    return both.isEmpty() ? stable : both;
  }

  /**
   *
   *
   * <ul>
   *   <li>steps: the weights of both, so that it starts as low as the lower one and makes no jump
   *       that either of them avoids;
   *   <li>firstHold, minimumHold, maximumHold, soak: the longer, as they are time to find a defect
   *       in;
   *   <li>onInconclusive: rollback beats hold beats advance;
   *   <li>decisionDeadline, missingData: the shorter, as they end in a rollback;
   *   <li>readyWithin: the commit's; nothing that is not ready gets traffic;
   *   <li>headerRoute: the commit's, as it lets nobody through who has not asked for it;
   *   <li>baseline: stable beats fresh, as more traffic finds more, and what is slow to become warm
   *       is held against the canary;
   *   <li>analysis: see {@link #analysis}; warmUp is that of the plan that compares with stable,
   *       where one does and the other does not: that of the other is about pods that are as cold;
   *   <li>rolling: a canary beats it; of two, the longer watch.
   * </ul>
   */
  private static RolloutPlan rollout(RolloutPlan commit, RolloutPlan stable) {
    if (commit.rolling().isPresent() && stable.rolling().isPresent()) {
      return RolloutPlan.rolling(
          new RollingPlan(
              commit.rolling().get().readyWithin(),
              longer(commit.rolling().get().watch(), stable.rolling().get().watch())));
    }
    if (commit.rolling().isPresent() || stable.rolling().isPresent()) {
      return commit.rolling().isPresent() ? stable : commit;
    }
    return new RolloutPlan(
            steps(commit.steps(), stable.steps()),
            longer(commit.minimumHold(), stable.minimumHold()),
            longer(commit.maximumHold(), stable.maximumHold()),
            longer(commit.soak(), stable.soak()),
            stricter(commit.onInconclusive(), stable.onInconclusive()),
            shorter(commit.decisionDeadline(), stable.decisionDeadline()),
            shorter(commit.missingData(), stable.missingData()),
            commit.readyWithin(),
            analysis(commit.analysis(), stable.analysis()).withWarmUp(warmUp(commit, stable)))
        .withHeaderRoute(commit.headerRoute())
        .withFirstHold(firstHold(commit, stable))
        .withBaseline(commit.baseline() == stable.baseline() ? commit.baseline() : Baseline.STABLE);
  }

  private static Duration warmUp(RolloutPlan commit, RolloutPlan stable) {
    if (commit.baseline() != stable.baseline()) {
      RolloutPlan asked = commit.baseline() == Baseline.STABLE ? commit : stable;
      return asked.analysis().warmUp();
    }
    return shorter(commit.analysis().warmUp(), stable.analysis().warmUp());
  }

  private static Optional<Duration> firstHold(RolloutPlan commit, RolloutPlan stable) {
    return commit.firstHold().isEmpty() && stable.firstHold().isEmpty()
        ? Optional.empty()
        : Optional.of(
            longer(
                commit.firstHold().orElse(commit.minimumHold()),
                stable.firstHold().orElse(stable.minimumHold())));
  }

  private static List<Percent> steps(List<Percent> one, List<Percent> other) {
    Set<Double> weights = new TreeSet<>();
    one.forEach(step -> weights.add(step.value()));
    other.forEach(step -> weights.add(step.value()));
    return weights.stream().map(Percent::new).toList();
  }

  /**
   *
   *
   * <ul>
   *   <li>falseRollback: the <em>larger</em>. It is the chance that a healthy canary is rolled
   *       back; the smaller it is, the more failed requests are needed before a bad one is;
   *   <li>block: the shorter, as it is looked at after every block;
   *   <li>warmUp: the shorter, as latency is not judged in it;
   *   <li>metrics: all that either has, see {@link #metric};
   *   <li>stickyRouting: only when both say so, as it makes the evidence count for a quarter;
   *   <li>expectedTraffic: the commit's, as it only says what is known.
   * </ul>
   */
  private static AnalysisRules analysis(AnalysisRules commit, AnalysisRules stable) {
    return new AnalysisRules(
        Math.max(commit.falseRollback(), stable.falseRollback()),
        shorter(commit.block(), stable.block()),
        shorter(commit.warmUp(), stable.warmUp()),
        metrics(commit.metrics(), stable.metrics()),
        commit.stickyRouting() && stable.stickyRouting(),
        commit.expectedTraffic());
  }

  private static List<MetricRule> metrics(List<MetricRule> commit, List<MetricRule> stable) {
    List<MetricRule> metrics = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (MetricRule one : commit) {
      taken.add(one.name());
      metrics.add(
          stable.stream()
              .filter(other -> other.name().equals(one.name()))
              .findFirst()
              .map(other -> metric(one, other))
              .orElse(one));
    }
    stable.stream().filter(other -> taken.add(other.name())).forEach(metrics::add);
    return metrics;
  }

  /**
   * Two metrics of one name: the smaller tolerance and the smaller objective (one beats none).
   * Stable's boundaries where they differ, as more of them would thin out each one's evidence, and
   * stable's weight. Where they are of two kinds, or count something else, stable's alone: the
   * commit's comes into force with the release after it.
   */
  private static MetricRule metric(MetricRule commit, MetricRule stable) {
    if (commit.kind() != stable.kind()
        || commit.worse() != stable.worse()
        || !commit.counters().equals(stable.counters())
        || !commit.histogram().equals(stable.histogram())) {
      return stable;
    }
    return new MetricRule(
        stable.name(),
        stable.kind(),
        Math.min(commit.tolerance(), stable.tolerance()),
        smaller(commit.objective(), stable.objective()),
        stable.boundaries(),
        stable.worse(),
        stable.counters(),
        stable.histogram(),
        stable.weight());
  }

  private static Optional<Double> smaller(Optional<Double> one, Optional<Double> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return Optional.of(Math.min(one.get(), other.get()));
  }

  private static OnInconclusive stricter(OnInconclusive one, OnInconclusive other) {
    return strictness(one) >= strictness(other) ? one : other;
  }

  private static int strictness(OnInconclusive action) {
    return switch (action) {
      case ADVANCE -> 0;
      case HOLD -> 1;
      case ROLLBACK -> 2;
    };
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
