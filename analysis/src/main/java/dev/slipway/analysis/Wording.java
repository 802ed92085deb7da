package dev.slipway.analysis;

import dev.slipway.analysis.statistics.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them; the same in every locale. */
final class Wording {

  /** From here on evidence is worth a word. */
  static final double NOTABLE = 2;

  private static final double MANY = 1e6;

  private Wording() {}

  /** "4.1 %", "0.034 %", "12.3 %". */
  static String percent(double share) {
    return number(100 * share) + " %";
  }

  /** "0.5 points", "1 point". */
  static String points(double tolerance) {
    String points = number(100 * tolerance);
    return points + (points.equals("1") ? " point" : " points");
  }

  /** "3 703". */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', ' ');
  }

  /** "100 ms", "2.5 s". */
  static String seconds(double seconds) {
    return seconds < 1 ? number(seconds * 1000) + " ms" : number(seconds) + " s";
  }

  /** "12", "-0.5". */
  static String plain(double number) {
    return number < 0 ? "-" + number(-number) : number(number);
  }

  /** "-0.1 to 1.2 points". */
  static String points(Interval difference) {
    return plain(100 * difference.low()) + " to " + plain(100 * difference.high()) + " points";
  }

  /** "60 s". */
  static String duration(Duration duration) {
    return count(duration.toSeconds()) + " s";
  }

  /** "140", "1.3", "0.02", "more than a million". */
  static String factor(double factor) {
    if (factor >= MANY) {
      return "more than a million";
    }
    return factor >= 10 ? count(Math.round(factor)) : number(factor);
  }

  /** "a regression is 140 times more likely than chance". */
  static String evidence(double evidence) {
    return evidence < NOTABLE
        ? "nothing points to a regression (evidence " + factor(evidence) + ")"
        : "a regression is " + factor(evidence) + " times more likely than chance";
  }

  /** "1.2 to 3.4 times"; of a range with an end. */
  static String range(Interval ratio) {
    if (ratio.high() == Double.POSITIVE_INFINITY) {
      return "at least " + factor(ratio.low()) + " times";
    }
    return ratio.low() == 0
        ? "at most " + factor(ratio.high()) + " times"
        : factor(ratio.low()) + " to " + factor(ratio.high()) + " times";
  }

  private static String number(double number) {
    if (number == 0) {
      return "0";
    }
    BigDecimal exact = BigDecimal.valueOf(number);
    BigDecimal rounded =
        Math.abs(number) < 10
            ? exact.round(new MathContext(2, RoundingMode.HALF_UP))
            : exact.setScale(1, RoundingMode.HALF_UP);
    return Math.abs(number) < 1e-6
        ? "less than 0.000001"
        : rounded.stripTrailingZeros().toPlainString();
  }
}
