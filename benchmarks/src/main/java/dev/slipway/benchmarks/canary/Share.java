package dev.slipway.benchmarks.canary;

import java.util.Locale;

/** So many of so many, with Wilson's 95 % interval: sensible also where there are none. */
record Share(long count, long of) {

  private static final double NORMAL = 1.959963984540054;

  double value() {
    return (double) count / of;
  }

  double low() {
    return count == 0 ? 0 : Math.max(0, middle() - half());
  }

  double high() {
    return count == of ? 1 : Math.min(1, middle() + half());
  }

  private double middle() {
    return (value() + NORMAL * NORMAL / (2 * of)) / scale();
  }

  private double half() {
    return NORMAL
        * Math.sqrt(value() * (1 - value()) / of + NORMAL * NORMAL / (4.0 * of * of))
        / scale();
  }

  private double scale() {
    return 1 + NORMAL * NORMAL / of;
  }

  /** "0.35 [0.17-0.72]", in percent. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f [%.2f-%.2f]", 100 * value(), 100 * low(), 100 * high());
  }
}
