package dev.slipway.starter.screen;

/** A horizontal bar of fixed width. */
public final class Bar {

  private static final int WIDTH = 24;

  private Bar() {}

  /**
   * @param share 0 to 1; what lies outside is clipped
   */
  public static Line of(double share, Paint paint) {
    double inside = Double.isNaN(share) ? 0 : Math.clamp(share, 0, 1);
    int full = (int) Math.round(inside * WIDTH);
    // A share above nothing is seen, and only a whole one fills the bar.
    full = inside > 0 && full == 0 ? 1 : inside < 1 && full == WIDTH ? WIDTH - 1 : full;
    return Line.of(paint, "█".repeat(full)).add(Paint.DIM, "░".repeat(WIDTH - full));
  }

  /**
   * Evidence is a product of many factors: what is near to its bound is seen on a logarithmic scale
   * only. 1 (no evidence at all) is the left end, the bound the right one.
   */
  public static Line logarithmic(double value, double bound, Paint paint) {
    double share = value <= 1 || bound <= 1 ? 0 : Math.log(value) / Math.log(bound);
    return of(share, paint);
  }
}
