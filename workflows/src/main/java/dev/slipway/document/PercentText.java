package dev.slipway.document;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.regex.Pattern;

/** Percentages as people write them: {@code 25%}, {@code 0.5%}. */
public final class PercentText {

  private static final Pattern WRITTEN = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6})?%");

  private PercentText() {}

  /** 0.5 for {@code 0.5%}; empty when it is not one. */
  public static Optional<BigDecimal> parse(String text) {
    return WRITTEN.matcher(text).matches()
        ? Optional.of(new BigDecimal(text.substring(0, text.length() - 1)))
        : Optional.empty();
  }

  /** {@code 0.5%} for 0.5. */
  public static String of(double percent) {
    return text(BigDecimal.valueOf(percent));
  }

  /** {@code 0.5%} for 0.005. */
  public static String ofShare(double share) {
    return text(BigDecimal.valueOf(share).movePointRight(2));
  }

  private static String text(BigDecimal percent) {
    return percent.round(new MathContext(12)).stripTrailingZeros().toPlainString() + "%";
  }
}
