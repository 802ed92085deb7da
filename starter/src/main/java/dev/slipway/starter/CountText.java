package dev.slipway.starter;

import java.util.Locale;

/** Counts as a person reads them, and as the sentences of an analysis write them: 12 345. */
public final class CountText {

  private CountText() {}

  /** Digits in groups of three. */
  public static String of(long count) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', ' ');
  }
}
