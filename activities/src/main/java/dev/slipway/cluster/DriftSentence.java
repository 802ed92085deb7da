package dev.slipway.cluster;

import java.util.List;
import java.util.Optional;

/**
 * Reads the sentences that {@link Cluster#differences} writes about a field, so that the same field
 * is known again with another value. Pure.
 */
final class DriftSentence {

  private static final List<String> BY = List.of(", set by ", ", added by ", " added by ");

  /** What follows the path, whatever is told of the value. */
  private static final List<String> AFTER_PATH = List.of(": ", " differs", " is not in Git");

  private DriftSentence() {}

  /**
   * @param sentence as {@code Deployment/shop: spec.replicas: 3 instead of 2, set by kubectl}
   */
  static DriftedField read(String sentence, boolean healed) {
    int colon = sentence.indexOf(": ");
    if (colon < 0) {
      return new DriftedField(sentence, "", Optional.empty(), healed);
    }
    String rest = sentence.substring(colon + 2);
    int end = rest.length();
    for (String mark : AFTER_PATH) {
      int at = rest.indexOf(mark);
      end = at >= 0 && at < end ? at : end;
    }
    return new DriftedField(
        sentence.substring(0, colon), rest.substring(0, end), by(rest.substring(end)), healed);
  }

  /** The manager's name is the last that is told. */
  private static Optional<String> by(String remark) {
    for (String mark : BY) {
      int at = remark.lastIndexOf(mark);
      if (at >= 0) {
        return Optional.of(remark.substring(at + mark.length()));
      }
    }
    return Optional.empty();
  }
}
