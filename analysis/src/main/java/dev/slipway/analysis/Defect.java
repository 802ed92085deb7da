package dev.slipway.analysis;

import dev.slipway.analysis.MetricPlan.Worse;
import dev.slipway.analysis.statistics.BadCounts;
import dev.slipway.analysis.statistics.EffectGrid;
import java.util.List;

/**
 * What makes a request or an event bad. Two metrics with the same defect share its counts and its
 * evidence.
 */
sealed interface Defect {

  /** Which effects are bet on, without history. */
  EffectGrid grid();

  /** Out of how many, and how many of them were bad. */
  BadCounts countIn(ArmCounts canary, ArmCounts stable, AnalysisPlan plan);

  /** Whether a version that has just started may have it without fault. */
  boolean needsWarmUp();

  /** Whether it is one rate, not one boundary of many. */
  boolean isRate();

  /** "slower than 250 ms: ", or nothing. */
  String wording();

  private static BadCounts ofRequests(
      ArmCounts canary, long canaryBad, ArmCounts stable, long stableBad) {
    return new BadCounts(canary.requests(), canaryBad, stable.requests(), stableBad);
  }

  private static BadCounts ofTallies(
      ArmCounts canary, ArmCounts stable, int metric, int count, Worse worse) {
    Tally ofCanary = canary.tallies().get(metric);
    Tally ofStable = stable.tallies().get(metric);
    return new BadCounts(
        ofCanary.total(),
        bad(ofCanary, count, worse),
        ofStable.total(),
        bad(ofStable, count, worse));
  }

  private static long bad(Tally tally, int count, Worse worse) {
    long counted = tally.counted().get(count);
    return switch (worse) {
      case HIGHER -> counted;
      case LOWER -> tally.total() - counted;
    };
  }

  /** The request failed. */
  record Failed() implements Defect {
    @Override
    public EffectGrid grid() {
      return EffectGrid.ERRORS;
    }

    @Override
    public BadCounts countIn(ArmCounts canary, ArmCounts stable, AnalysisPlan plan) {
      return ofRequests(canary, canary.errors(), stable, stable.errors());
    }

    @Override
    public boolean needsWarmUp() {
      return false;
    }

    @Override
    public boolean isRate() {
      return true;
    }

    @Override
    public String wording() {
      return "";
    }
  }

  /** The request took longer than {@code seconds}. */
  record SlowerThan(double seconds) implements Defect {
    @Override
    public EffectGrid grid() {
      return EffectGrid.LATENCY;
    }

    @Override
    public BadCounts countIn(ArmCounts canary, ArmCounts stable, AnalysisPlan plan) {
      int boundary = plan.boundaries().indexOf(seconds);
      return ofRequests(
          canary, canary.slower().get(boundary), stable, stable.slower().get(boundary));
    }

    @Override
    public boolean needsWarmUp() {
      return true;
    }

    @Override
    public boolean isRate() {
      return false;
    }

    @Override
    public String wording() {
      return "slower than " + Wording.seconds(seconds) + ": ";
    }
  }

  /**
   * The event of a custom metric counts, or does not. Few of many fail, so that effects are large;
   * of those that should count many do, and effects on the rest are small.
   */
  record Counted(String metric, Worse worse) implements Defect {
    @Override
    public EffectGrid grid() {
      return switch (worse) {
        case HIGHER -> EffectGrid.ERRORS;
        case LOWER -> EffectGrid.LATENCY;
      };
    }

    @Override
    public BadCounts countIn(ArmCounts canary, ArmCounts stable, AnalysisPlan plan) {
      return ofTallies(canary, stable, plan.indexOfCustom(metric), 0, worse);
    }

    @Override
    public boolean needsWarmUp() {
      return false;
    }

    @Override
    public boolean isRate() {
      return true;
    }

    @Override
    public String wording() {
      return worse == Worse.LOWER ? "without it: " : "";
    }
  }

  /** The observation of a custom histogram lies above a boundary, or does not. */
  record Beyond(String metric, double boundary, Worse worse) implements Defect {
    @Override
    public EffectGrid grid() {
      return EffectGrid.LATENCY;
    }

    @Override
    public BadCounts countIn(ArmCounts canary, ArmCounts stable, AnalysisPlan plan) {
      int index = plan.indexOfCustom(metric);
      List<Double> boundaries = plan.custom().get(index).boundaries();
      return ofTallies(canary, stable, index, boundaries.indexOf(boundary), worse);
    }

    @Override
    public boolean needsWarmUp() {
      return true;
    }

    @Override
    public boolean isRate() {
      return false;
    }

    @Override
    public String wording() {
      return (worse == Worse.LOWER ? "at most " : "above ") + Wording.plain(boundary) + ": ";
    }
  }
}
