package dev.slipway.analysis;

import dev.slipway.analysis.statistics.BadCounts;
import dev.slipway.analysis.statistics.OddsRatioGrid;
import java.util.List;

/** What makes a request bad. Two metrics with the same defect share its counts and its evidence. */
sealed interface Defect {

  /** Which odds ratios are bet on. */
  OddsRatioGrid grid();

  /** How many of a version's requests have it. */
  long countIn(ArmCounts arm, List<Double> boundaries);

  /** Whether a version that has just started may have it without fault. */
  boolean needsWarmUp();

  default BadCounts countIn(ArmCounts canary, ArmCounts stable, List<Double> boundaries) {
    return new BadCounts(
        canary.requests(),
        countIn(canary, boundaries),
        stable.requests(),
        countIn(stable, boundaries));
  }

  /** The request failed. */
  record Failed() implements Defect {
    @Override
    public OddsRatioGrid grid() {
      return OddsRatioGrid.ERRORS;
    }

    @Override
    public long countIn(ArmCounts arm, List<Double> boundaries) {
      return arm.errors();
    }

    @Override
    public boolean needsWarmUp() {
      return false;
    }
  }

  /** The request took longer than {@code seconds}. */
  record SlowerThan(double seconds) implements Defect {
    @Override
    public OddsRatioGrid grid() {
      return OddsRatioGrid.LATENCY;
    }

    @Override
    public long countIn(ArmCounts arm, List<Double> boundaries) {
      return arm.slower().get(boundaries.indexOf(seconds));
    }

    @Override
    public boolean needsWarmUp() {
      return true;
    }
  }
}
