package dev.slipway.e2e;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which points of a matrix are tried.
 *
 * @param only those whose name contains one of these, separated by commas; empty: all
 * @param sample so many of them, 0 for all
 * @param seed decides which
 */
public record Choice(String only, int sample, String seed) {

  /** The options of a command line, each with a value. */
  public static Map<String, String> options(String... arguments) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    return options;
  }

  /** By {@code --only}, {@code --sample} and {@code --seed}. */
  public static Choice of(Map<String, String> options) {
    return new Choice(
        options.getOrDefault("--only", ""),
        Integer.parseInt(options.getOrDefault("--sample", "0")),
        options.getOrDefault("--seed", ""));
  }

  /**
   * The same points for the same seed.
   *
   * @throws IllegalArgumentException when none is named so
   */
  public <T> List<T> among(List<T> points, Function<T, String> name) {
    List<T> named =
        new ArrayList<>(
            points.stream()
                .filter(
                    point -> Stream.of(only.split(",", -1)).anyMatch(name.apply(point)::contains))
                .toList());
    if (named.isEmpty()) {
      throw new IllegalArgumentException("no point is named like --only '" + only + "'");
    }
    if (sample == 0 || sample >= named.size()) {
      return named;
    }
    Collections.shuffle(named, new Random(seed.hashCode()));
    return named.subList(0, sample);
  }
}
