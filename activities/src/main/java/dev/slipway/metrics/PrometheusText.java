package dev.slipway.metrics;

import dev.slipway.temporal.FailureType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the Prometheus text format 0.0.4, of which it keeps the series asked for. Bounded: a line
 * has at most 4096 characters, and at most 50,000 samples are kept.
 */
final class PrometheusText {

  private static final int LONGEST_LINE = 4096;
  private static final int MOST_SAMPLES = 50_000;

  private final String line;
  private int at;

  private PrometheusText(String line) {
    this.line = line;
  }

  /**
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when a kept line cannot be read,
   *     LIMIT_EXCEEDED
   */
  static List<Sample> parse(String text, Set<String> names) {
    List<Sample> samples = new ArrayList<>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (line.isBlank() || line.startsWith("#") || !names.contains(nameOf(line))) {
        continue;
      }
      if (line.length() > LONGEST_LINE || samples.size() == MOST_SAMPLES) {
        throw FailureType.LIMIT_EXCEEDED.retryable(
            "the metrics have a line of more than 4096 characters, or more than 50,000 series");
      }
      samples.add(new PrometheusText(line).sample());
    }
    return samples;
  }

  private static String nameOf(String line) {
    int end = 0;
    while (end < line.length() && " \t{".indexOf(line.charAt(end)) < 0) {
      end++;
    }
    return line.substring(0, end);
  }

  private Sample sample() {
    String name = nameOf(line);
    at = name.length();
    skipBlanks();
    Map<String, String> labels = isAt('{') ? labels() : Map.of();
    skipBlanks();
    int start = at;
    while (at < line.length() && line.charAt(at) != ' ' && line.charAt(at) != '\t') {
      at++;
    }
    return new Sample(name, labels, number(line.substring(start, at)));
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new HashMap<>();
    expect('{');
    skipBlanks();
    while (!isAt('}')) {
      int start = at;
      while (at < line.length() && line.charAt(at) != '=' && line.charAt(at) != ' ') {
        at++;
      }
      String key = line.substring(start, at);
      skipBlanks();
      expect('=');
      skipBlanks();
      labels.put(key, quoted());
      skipBlanks();
      if (isAt(',')) {
        at++;
        skipBlanks();
      }
    }
    expect('}');
    return labels;
  }

  private String quoted() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (!isAt('"')) {
      char c = next();
      if (c == '\\') {
        char escaped = next();
        value.append(escaped == 'n' ? '\n' : escaped);
      } else {
        value.append(c);
      }
    }
    expect('"');
    return value.toString();
  }

  private double number(String text) {
    try {
      return switch (text) {
        case "+Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw unreadable();
    }
  }

  private boolean isAt(char c) {
    return at < line.length() && line.charAt(at) == c;
  }

  private void expect(char c) {
    if (next() != c) {
      throw unreadable();
    }
  }

  private char next() {
    if (at >= line.length()) {
      throw unreadable();
    }
    return line.charAt(at++);
  }

  private void skipBlanks() {
    while (isAt(' ') || isAt('\t')) {
      at++;
    }
  }

  private RuntimeException unreadable() {
    return FailureType.UNREACHABLE.retryable(
        "a line of the metrics is not in the Prometheus text format: "
            + line.substring(0, Math.min(200, line.length())));
  }
}
