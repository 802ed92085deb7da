package dev.slipway.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * The first of many objects, so that whatever carries their names stays small however many they
 * are. Pure.
 */
public final class NamedObjects {

  /** As many as a person reads by the way. */
  public static final int MOST = 20;

  /** A name may have 253 characters: of long ones there are fewer. */
  private static final int MOST_CHARACTERS = 32_000;

  private NamedObjects() {}

  /**
   * @param most how many at most
   * @return the first of them, in their order: at most so many, and 32,000 characters together
   */
  public static List<String> first(List<String> objects, int most) {
    int count = 0;
    int characters = 0;
    while (count < objects.size() && count < most) {
      characters += objects.get(count).length();
      if (characters > MOST_CHARACTERS) {
        break;
      }
      count++;
    }
    return List.copyOf(objects.subList(0, count));
  }

  /** The first 20, then {@code and 940 more}. */
  public static List<String> some(List<String> objects) {
    return some(objects, objects.size());
  }

  /**
   * The same where the list itself has only the first of them.
   *
   * @param count how many they are
   */
  public static List<String> some(List<String> objects, int count) {
    List<String> some = new ArrayList<>(first(objects, MOST));
    if (count > some.size()) {
      some.add("and " + (count - some.size()) + " more");
    }
    return some;
  }
}
