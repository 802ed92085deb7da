package dev.slipway.crash;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the worker dies.
 *
 * @param activity type of the activity
 * @param occurrence which one of this type in the release, from 1
 * @param moment when
 * @param effect for {@link Moment#INSIDE}: after which of its effects outside, from 1; else 0
 */
record CrashPoint(String activity, int occurrence, Moment moment, int effect)
    implements Comparable<CrashPoint> {

  private static final Pattern TEXT =
      Pattern.compile("(\\w+)#(\\d+) (BEFORE|INSIDE|AFTER)(?: (\\d+))?");

  /** The moment of an activity. */
  enum Moment {
    /** It has been handed to the worker, and nothing has happened yet. */
    BEFORE,
    /** The outside has accepted an effect; the activity has no answer yet. */
    INSIDE,
    /** It has its answer, and Temporal does not know. */
    AFTER
  }

  static CrashPoint parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no crash point");
    }
    String effect = matcher.group(4);
    return new CrashPoint(
        matcher.group(1),
        Integer.parseInt(matcher.group(2)),
        Moment.valueOf(matcher.group(3)),
        effect == null ? 0 : Integer.parseInt(effect));
  }

  @Override
  public int compareTo(CrashPoint other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return activity + "#" + occurrence + " " + moment + (effect == 0 ? "" : " " + effect);
  }
}
