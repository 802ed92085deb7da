package dev.slipway.analysis.statistics;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Is one instance worse than its siblings of the same version? Then the instance is to be named,
 * not the version.
 *
 * <p>ANALYSIS.md 2.6. Each instance stands as the canary of an {@link OddsRatioProcess} against all
 * others of its version together. It is bad when its evidence reaches {@code instances/alpha}
 * (Bonferroni), so that a version whose instances are alike has one named ever with a probability
 * of at most alpha. The grid's pod effects are the spread of healthy instances.
 */
public final class SiblingTest {

  private final OddsRatioProcess process;
  private final double logBound;

  /**
   * @param grid of the defect, with the spread that single instances have anyway
   * @param instances that there are at most at a time, replaced ones included, 2 to 10,000
   * @param alpha above 0 and below 1, usually 0.01
   */
  public SiblingTest(EffectGrid grid, int instances, double alpha) {
    if (instances < 2 || instances > 10_000 || !(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException(
          "Siblings are compared among 2 to 10000 instances at an alpha between 0 and 1, but there are %d and %s."
              .formatted(instances, alpha));
    }
    this.process = new OddsRatioProcess(grid, 1);
    this.logBound = Math.log(instances / alpha);
  }

  /**
   * Continues with a block.
   *
   * @param before by instance; empty at the start
   * @param counts of each instance in the block: requests and bad ones
   * @param begin of the block since the first one
   */
  public Map<String, MixtureEvidence> observe(
      Map<String, MixtureEvidence> before, Map<String, Count> counts, Duration begin) {
    long requests = counts.values().stream().mapToLong(Count::requests).sum();
    long bad = counts.values().stream().mapToLong(Count::bad).sum();
    Map<String, MixtureEvidence> after = new LinkedHashMap<>(before);
    counts.forEach(
        (instance, count) ->
            after.put(
                instance,
                process.observe(
                    before.getOrDefault(instance, process.start()),
                    new BadCounts(
                        count.requests(),
                        count.bad(),
                        requests - count.requests(),
                        bad - count.bad()),
                    begin)));
    return after;
  }

  /** The instances that are worse than their siblings, with the logarithm of their evidence. */
  public SortedMap<String, Double> bad(Map<String, MixtureEvidence> evidence) {
    SortedMap<String, Double> bad = new TreeMap<>();
    evidence.forEach(
        (instance, of) -> {
          double logEvidence = process.logEvidence(of);
          if (logEvidence >= logBound) {
            bad.put(instance, logEvidence);
          }
        });
    return bad;
  }

  /** Natural logarithm of the evidence that one instance is worse than its siblings. */
  public double logEvidence(MixtureEvidence evidence) {
    return process.logEvidence(evidence);
  }

  /** The one bad instance; empty when there is none, or more than one. */
  public Optional<String> oneBad(Map<String, MixtureEvidence> evidence) {
    SortedMap<String, Double> bad = bad(evidence);
    return bad.size() == 1 ? Optional.of(bad.firstKey()) : Optional.empty();
  }

  /**
   * What one instance did in a block.
   *
   * @param bad ones among the requests
   */
  public record Count(long requests, long bad) {

    public Count {
      if (bad < 0 || bad > requests) {
        throw new IllegalArgumentException(
            "Bad requests must lie between 0 and all requests, but are %d of %d."
                .formatted(bad, requests));
      }
    }
  }
}
