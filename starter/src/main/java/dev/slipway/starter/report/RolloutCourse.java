package dev.slipway.starter.report;

import dev.slipway.analysis.MetricReport;
import dev.slipway.analysis.Verdict;
import dev.slipway.analysis.statistics.Interval;
import dev.slipway.delivery.Baseline;
import dev.slipway.observation.ObservedBlock;
import dev.slipway.observation.RecordedRollout;
import dev.slipway.observation.Rehearsal;
import dev.slipway.observation.Rehearsal.Judged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout has counted and what its analysis found in it, block by block: the recorded blocks
 * judged again by the rules that held.
 *
 * @param since when the canary got its first traffic: what {@code t} counts from
 * @param bound it rolls back at this evidence
 * @param moments one for each block
 * @param metrics as the last block has left them
 * @param verdict of the whole
 * @param baseline what the canary was compared with: what the fields that are called stable tell of
 * @param pods those of the canary that alone failed, and were not held against the version
 */
public record RolloutCourse(
    Instant since,
    double bound,
    double falseRollback,
    List<Moment> moments,
    List<MetricEnd> metrics,
    Verdict verdict,
    Baseline baseline,
    List<LonePod> pods) {

  public RolloutCourse {
    pods = List.copyOf(pods);
    moments = List.copyOf(moments);
    metrics = List.copyOf(metrics);
  }

  /**
   * A block.
   *
   * @param t its end, in seconds
   * @param weight percent
   * @param evidence over all metrics
   * @param decision that these rules take after it
   */
  public record Moment(
      double t,
      double weight,
      double evidence,
      String decision,
      List<MetricEvidence> metrics,
      Counts canary,
      Counts stable) {

    /** For JSON. */
    public Moment {
      metrics = List.copyOf(metrics);
    }
  }

  /** One metric's evidence after a block. */
  public record MetricEvidence(String name, double evidence, boolean proven) {}

  /** Increments of one version. */
  public record Counts(long requests, long errors, List<Slower> slower) {

    /** For JSON. */
    public Counts {
      slower = List.copyOf(slower);
    }
  }

  /**
   * A pod of the canary that alone failed.
   *
   * @param since when it was named, in seconds
   * @param requests that it answered while it was suspected, and before it was named, too
   * @param errors those of them that failed
   */
  public record LonePod(String pod, double since, long requests, long errors) {

    /** For people. */
    String sentence() {
      return "pod "
          + pod
          + " alone failed: "
          + errors
          + " of the "
          + requests
          + " requests that it answered while it was suspected; it was not counted against the"
          + " version";
    }
  }

  /** How many requests took longer. */
  public record Slower(double seconds, long count) {}

  /**
   * What is known of a metric in the end.
   *
   * @param neededRequests to the canary, about, until it may be proven; null when nothing points to
   *     a proof
   * @param oddsRatio of a bad request at the canary, with 95 % confidence; null while nothing was
   *     judged
   * @param difference of the shares of bad requests; null of histograms
   */
  public record MetricEnd(
      String name,
      double evidence,
      Verdict verdict,
      boolean proven,
      long canaryRequests,
      long stableRequests,
      @Nullable Long neededRequests,
      @Nullable Range oddsRatio,
      @Nullable Range difference,
      String sentence) {}

  /**
   * A confidence interval.
   *
   * @param high null when it has no end
   */
  public record Range(double low, @Nullable Double high) {

    private static @Nullable Range of(Optional<Interval> interval) {
      return interval
          .map(
              known ->
                  new Range(known.low(), Double.isInfinite(known.high()) ? null : known.high()))
          .orElse(null);
    }
  }

  /** Judges the blocks of a record. */
  public static final class Reader {

    private final RecordedRollout rollout;
    private final Rehearsal rehearsal;
    private final List<Moment> moments = new ArrayList<>();
    private final SuspectTally suspects = new SuspectTally();
    private Optional<Judged> last = Optional.empty();

    public Reader(RecordedRollout rollout) {
      this.rollout = rollout;
      this.rehearsal = new Rehearsal(rollout.plan(), rollout.attempt());
    }

    /** The next block. */
    public void take(ObservedBlock block) {
      Judged judged = rehearsal.next(block);
      last = Optional.of(judged);
      suspects.count(block, rehearsal.lonePod());
      moments.add(
          new Moment(
              block.end().toMillis() / 1000.0,
              block.weight(),
              judged.report().evidence(),
              judged.decision().name().toLowerCase(Locale.ROOT),
              judged.report().metrics().stream().map(Reader::evidence).toList(),
              counts(block.canary()),
              counts(block.stable())));
    }

    /** After the last block. */
    public RolloutCourse course() {
      return new RolloutCourse(
          rollout.since(),
          rehearsal.rules().bound(),
          rehearsal.rules().falseRollback(),
          moments,
          last.map(judged -> judged.report().metrics().stream().map(Reader::end).toList())
              .orElse(List.of()),
          rehearsal.conclusion().verdict(),
          rollout.plan().baseline(),
          suspects.named());
    }

    private static MetricEvidence evidence(MetricReport metric) {
      return new MetricEvidence(metric.name(), metric.evidence(), metric.proven());
    }

    private static MetricEnd end(MetricReport metric) {
      return new MetricEnd(
          metric.name(),
          metric.evidence(),
          metric.verdict(),
          metric.proven(),
          metric.canaryRequests(),
          metric.stableRequests(),
          metric.neededRequests().isPresent() ? metric.neededRequests().getAsLong() : null,
          Range.of(metric.oddsRatio()),
          Range.of(metric.difference()),
          metric.sentence());
    }

    private static Counts counts(dev.slipway.observation.ObservedArm arm) {
      return new Counts(
          arm.requests(),
          arm.errors(),
          arm.slower().stream().map(each -> new Slower(each.boundary(), each.count())).toList());
    }
  }
}
