package dev.slipway.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a person meant to type. */
public final class NearestName {

  private static final int LONGEST = 60;

  private NearestName() {}

  /**
   * The known name with the fewest wrong letters; empty when none is near: more than a third of the
   * letters are wrong, and neither is the other with letters left out.
   */
  public static Optional<String> of(String name, Collection<String> known) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return Optional.empty();
    }
    String typed = letters(name);
    return known.stream()
        .filter(candidate -> isNear(typed, letters(candidate)))
        .min(Comparator.comparingInt(candidate -> distance(typed, letters(candidate))));
  }

  private static boolean isNear(String typed, String candidate) {
    return distance(typed, candidate)
            <= Math.max(1, Math.max(typed.length(), candidate.length()) / 3)
        || isShortFor(typed, candidate)
        || isShortFor(candidate, typed);
  }

  /**
   * {@code minHold} for {@code minimumHold}: all its letters, in order, from the same first three.
   */
  private static boolean isShortFor(String abbreviation, String name) {
    if (abbreviation.length() < 3 || !name.startsWith(abbreviation.substring(0, 3))) {
      return false;
    }
    int matched = 0;
    for (int index = 0; index < name.length() && matched < abbreviation.length(); index++) {
      if (name.charAt(index) == abbreviation.charAt(matched)) {
        matched++;
      }
    }
    return matched == abbreviation.length();
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  /** Letters to insert, delete, change or swap (optimal string alignment). */
  private static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int row = 0; row <= from.length(); row++) {
      cost[row][0] = row;
    }
    for (int column = 0; column <= to.length(); column++) {
      cost[0][column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      for (int column = 1; column <= to.length(); column++) {
        int change = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
        cost[row][column] =
            Math.min(
                Math.min(cost[row - 1][column] + 1, cost[row][column - 1] + 1),
                cost[row - 1][column - 1] + change);
        if (row > 1
            && column > 1
            && from.charAt(row - 1) == to.charAt(column - 2)
            && from.charAt(row - 2) == to.charAt(column - 1)) {
          cost[row][column] = Math.min(cost[row][column], cost[row - 2][column - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }
}
