package dev.slipway.rollout;

import dev.slipway.analysis.statistics.Doubles;
import dev.slipway.analysis.statistics.EffectGrid;
import dev.slipway.analysis.statistics.MixtureEvidence;
import dev.slipway.analysis.statistics.SiblingTest;
import dev.slipway.analysis.statistics.SiblingTest.Count;
import dev.slipway.metrics.VersionCounters;
import dev.slipway.rollout.SuspectedPod.Proof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pods of one version, each compared with all others by the share of its requests that fail
 * (ANALYSIS.md 2.6). A pod must have more than 1.5 times the odds of its siblings to count as
 * worse: pods that are alike differ a little by themselves.
 *
 * @param pods by name, those that are gone included
 */
record Siblings(Map<String, Pod> pods) {

  static final Siblings NONE = new Siblings(Map.of());

  /** A named pod is one of so many at most, so that one is named wrongly in 1 % of rollouts. */
  private static final int MOST_PODS = 100;

  private static final double ALPHA = 0.01;
  private static final double ALIKE = Math.log(1.5);
  private static final double HINT = Math.log(1.5);
  private static final double LIKELY = Math.log(10);

  private static final SiblingTest TEST =
      new SiblingTest(
          EffectGrid.of(0.1, Math.log(3), Math.log(10), Math.log(100)).withMargin(ALIKE),
          MOST_PODS,
          ALPHA);

  Siblings {
    pods = Map.copyOf(pods);
  }

  /**
   * What is known of one pod.
   *
   * @param requests that it has answered
   * @param bad those that failed
   * @param serves whether it was counted in the last block
   * @param logLikelihood of each effect of the test
   */
  record Pod(long requests, long bad, boolean serves, List<Double> logLikelihood) {

    Pod {
      logLikelihood = List.copyOf(logLikelihood);
    }

    private MixtureEvidence evidence() {
      return new MixtureEvidence(
          Doubles.generate(logLikelihood.size(), i -> logLikelihood.get(i)), List.of());
    }
  }

  /** Continues with a block; nothing changes where single pods are not known. */
  Siblings observe(Map<String, VersionCounters> increments) {
    if (increments.isEmpty() || increments.size() > MOST_PODS) {
      return this;
    }
    Map<String, MixtureEvidence> before = new HashMap<>();
    pods.forEach((name, pod) -> before.put(name, pod.evidence()));
    Map<String, Count> counts = new TreeMap<>();
    increments.forEach(
        (name, counted) ->
            counts.put(
                name,
                new Count(counted.requests(), Math.min(counted.errors(), counted.requests()))));
    Map<String, MixtureEvidence> after = TEST.observe(before, counts, Duration.ZERO);
    Map<String, Pod> all = new HashMap<>();
    after.forEach(
        (name, evidence) ->
            all.put(
                name,
                after(
                    pods.get(name),
                    Optional.ofNullable(counts.get(name)),
                    evidence.logLikelihood())));
    return new Siblings(bounded(all));
  }

  private static Pod after(@Nullable Pod before, Optional<Count> more, Doubles evidence) {
    return new Pod(
        (before == null ? 0 : before.requests()) + more.map(Count::requests).orElse(0L),
        (before == null ? 0 : before.bad()) + more.map(Count::bad).orElse(0L),
        more.filter(count -> count.requests() > 0).isPresent(),
        evidence.stream().boxed().toList());
  }

  /** Those that are gone and were no worse are forgotten first. */
  private static Map<String, Pod> bounded(Map<String, Pod> all) {
    if (all.size() <= MOST_PODS) {
      return all;
    }
    List<Map.Entry<String, Pod>> kept = new ArrayList<>(all.entrySet());
    kept.sort(
        Comparator.<Map.Entry<String, Pod>, Boolean>comparing(pod -> !pod.getValue().serves())
            .thenComparingDouble(pod -> -logEvidence(pod.getValue()))
            .thenComparing(Map.Entry::getKey));
    Map<String, Pod> most = new HashMap<>();
    kept.subList(0, MOST_PODS).forEach(pod -> most.put(pod.getKey(), pod.getValue()));
    return most;
  }

  /** The pod that is worst beside its siblings; empty where all are about alike. */
  Optional<SuspectedPod> suspect() {
    return pods.entrySet().stream()
        .filter(pod -> logEvidence(pod.getValue()) > HINT)
        .max(
            Comparator.<Map.Entry<String, Pod>>comparingDouble(pod -> logEvidence(pod.getValue()))
                .thenComparing(Map.Entry::getKey))
        .map(pod -> new SuspectedPod(pod.getKey(), proof(pod.getKey(), pod.getValue())));
  }

  private Proof proof(String name, Pod pod) {
    Map<String, MixtureEvidence> evidence = new HashMap<>();
    pods.forEach((each, known) -> evidence.put(each, known.evidence()));
    if (TEST.oneBad(evidence).filter(name::equals).isPresent()) {
      return Proof.SURE;
    }
    long likely = pods.values().stream().filter(each -> logEvidence(each) >= LIKELY).count();
    return likely == 1 && logEvidence(pod) >= LIKELY ? Proof.LIKELY : Proof.HINT;
  }

  /** Whether a pod is there and still worse than the others. */
  boolean standsOut(String name) {
    Pod pod = pods.get(name);
    return pod != null && pod.serves() && logEvidence(pod) >= LIKELY;
  }

  /** {@code pod shop-7 alone fails: 38 of its 40 requests, and 1 of 120 at its 3 siblings}. */
  String sentence(String name) {
    Pod pod = pods.getOrDefault(name, new Pod(0, 0, false, List.of()));
    long requests = pods.values().stream().mapToLong(Pod::requests).sum() - pod.requests();
    long bad = pods.values().stream().mapToLong(Pod::bad).sum() - pod.bad();
    int siblings = pods.size() - 1;
    return "pod %s alone %s: %d of its %d requests, and %d of %d at its %d %s"
        .formatted(
            name,
            standsOut(name) ? "fails" : "failed",
            pod.bad(),
            pod.requests(),
            bad,
            requests,
            siblings,
            siblings == 1 ? "sibling" : "siblings");
  }

  private static double logEvidence(Pod pod) {
    return TEST.logEvidence(pod.evidence());
  }
}
