package dev.slipway.cluster;

import java.util.List;

/** Sentences for people, in which many objects may have their say, kept short enough to be read. */
final class Reasons {

  private static final int MOST = 10;
  private static final int LONGEST_OF_SEVERAL = 400;
  private static final int LONGEST = 4_000;

  private Reasons() {}

  /** The first ten, then how many more. */
  static String joined(List<String> reasons) {
    if (reasons.size() == 1) {
      return reasons.getFirst();
    }
    String first =
        String.join(
            "; ", reasons.stream().limit(MOST).map(one -> cut(one, LONGEST_OF_SEVERAL)).toList());
    return reasons.size() <= MOST ? first : first + "; and " + (reasons.size() - MOST) + " more";
  }

  /** At most 4,000 characters of it. */
  static String shortened(String reason) {
    return cut(reason, LONGEST);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
