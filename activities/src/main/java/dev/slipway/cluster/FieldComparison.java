package dev.slipway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares a live object with the desired one, by the fields that we set and no others: what a
 * cluster defaults or other people add is no difference.
 */
final class FieldComparison {

  private static final int LONGEST_VALUE = 60;

  private final boolean secret;
  private final List<String> differences = new ArrayList<>();

  private FieldComparison(boolean secret) {
    this.secret = secret;
  }

  /**
   * One sentence a field, as {@code Deployment/shop: spec.replicas: 3 instead of 2}; values of
   * Secrets are never shown.
   */
  static List<String> differences(Manifest desired, Manifest live) {
    FieldComparison comparison = new FieldComparison(desired.kind().equals("Secret"));
    desired
        .json()
        .properties()
        .forEach(
            entry ->
                comparison.compare(
                    entry.getKey(), entry.getValue(), live.json().path(entry.getKey())));
    return comparison.differences.stream()
        .map(difference -> desired.id() + ": " + difference)
        .toList();
  }

  private void compare(String path, JsonNode desired, JsonNode live) {
    if (desired.isObject()) {
      desired
          .properties()
          .forEach(
              entry ->
                  compare(
                      path + "." + entry.getKey(), entry.getValue(), live.path(entry.getKey())));
    } else if (desired.isArray()) {
      compareItems(path, desired, live);
    } else if (!isSame(path, desired, live)) {
      differences.add(sentence(path, desired, live));
    }
  }

  private void compareItems(String path, JsonNode desired, JsonNode live) {
    if (desired.size() != live.size()) {
      differences.add(sentence(path, desired, live));
      return;
    }
    for (int i = 0; i < desired.size(); i++) {
      compare(path + "[" + i + "]", desired.get(i), live.path(i));
    }
  }

  private static boolean isSame(String path, JsonNode desired, JsonNode live) {
    if (desired.isNull()) {
      return live.isMissingNode() || live.isNull();
    }
    if (live.isMissingNode() && path.endsWith("].weight")) {
      // A backend without a weight has weight 1.
      return desired.asInt() == 1;
    }
    if (live.isMissingNode() || live.isNull()) {
      return false;
    }
    return (desired.isNumber() && live.isNumber())
        ? desired.decimalValue().compareTo(live.decimalValue()) == 0
        : desired.equals(live);
  }

  private String sentence(String path, JsonNode desired, JsonNode live) {
    if (secret && !path.startsWith("metadata")) {
      return path + " differs";
    }
    return path + ": " + value(live) + " instead of " + value(desired);
  }

  private static String value(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "nothing";
    }
    String text = node.isValueNode() ? node.asText() : node.toString();
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
  }
}
