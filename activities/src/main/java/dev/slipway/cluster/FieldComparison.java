package dev.slipway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.ManifestText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Compares a live object with the desired one, by the fields that we set and no others: what a
 * cluster defaults or other people add is no difference.
 */
public final class FieldComparison {

  private static final int LONGEST_VALUE = 60;

  /** Nobody sets these. */
  private static final Set<String> KEPT_BY_CLUSTER =
      Set.of(
          "status",
          "metadata.managedFields",
          "metadata.resourceVersion",
          "metadata.generation",
          "metadata.uid",
          "metadata.creationTimestamp",
          "metadata.annotations." + ManifestText.LAST_APPLIED);

  private final boolean secret;
  private final UnaryOperator<String> remark;
  private final List<String> differences = new ArrayList<>();

  private FieldComparison(boolean secret, UnaryOperator<String> remark) {
    this.secret = secret;
    this.remark = remark;
  }

  /**
   * One sentence a field, as {@code Deployment/shop: spec.replicas: 3 instead of 2}; values of
   * Secrets are never shown.
   */
  public static List<String> differences(Manifest desired, Manifest live) {
    FieldComparison comparison = new FieldComparison(desired.kind().equals("Secret"), path -> "");
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

  /**
   * The same, both ways: also fields of the live object that the expected one has not.
   *
   * @param expected the whole object as a cluster would keep it
   * @param remark what is known of the live field with this path, appended to its sentence
   */
  public static List<String> allDifferences(
      Manifest expected, Manifest live, UnaryOperator<String> remark) {
    FieldComparison comparison = new FieldComparison(expected.kind().equals("Secret"), remark);
    comparison.compareAll("", expected.json(), live.json());
    return comparison.differences.stream()
        .map(difference -> expected.id() + ": " + difference)
        .toList();
  }

  private void compareAll(String path, JsonNode expected, JsonNode live) {
    if (expected.isObject() && live.isObject()) {
      Set<String> names = new LinkedHashSet<>();
      expected.fieldNames().forEachRemaining(names::add);
      live.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        String below = path.isEmpty() ? name : path + "." + name;
        if (!KEPT_BY_CLUSTER.contains(below)) {
          compareAll(below, expected.path(name), live.path(name));
        }
      }
    } else if (expected.isArray() && live.isArray() && expected.size() == live.size()) {
      for (int i = 0; i < expected.size(); i++) {
        compareAll(path + "[" + i + "]", expected.get(i), live.get(i));
      }
    } else if (!expected.equals(live) && !(isNothing(expected) && isNothing(live))) {
      differences.add(sentence(path, expected, live));
    }
  }

  private static boolean isNothing(JsonNode node) {
    return node.isMissingNode() || node.isNull();
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
    if (secret && (!path.startsWith("metadata") || path.startsWith("metadata.annotations"))) {
      return path + " differs" + remark.apply(path);
    }
    return path + ": " + value(live) + " instead of " + value(desired) + remark.apply(path);
  }

  private static String value(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "nothing";
    }
    String text = node.isValueNode() ? node.asText() : node.toString();
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
  }
}
