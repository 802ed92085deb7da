package dev.slipway.starter.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.rollout.AnalysisReading;
import dev.slipway.rollout.DataFlow;
import dev.slipway.temporal.SlipwayDataConverter;
import java.util.List;
import java.util.Optional;

/**
 * Reads what running activities report between two states of their workflow: the analysis as of the
 * last block, whether data comes, the last line of a log. Their shape is the activities' own
 * affair, so what is looked for is found wherever it lies, and not found is an answer too.
 */
final class Heartbeats {

  private static final int DEEPEST = 4;
  private static final ObjectMapper MAPPER = SlipwayDataConverter.mapper();

  private Heartbeats() {}

  /** A reading is an object that has a verdict, an evidence and a bound. */
  static Optional<AnalysisReading> analysis(JsonNode heartbeat) {
    return find(heartbeat, AnalysisReading.class, List.of("verdict", "evidence", "bound"), 0);
  }

  /** Whether there is anything to compare. */
  static Optional<DataFlow> data(JsonNode heartbeat) {
    return find(heartbeat, DataFlow.class, List.of("why", "unreadable", "canaryRequests"), 0);
  }

  /** A text by itself, or the field {@code lastLine}. */
  static String lastLine(JsonNode heartbeat) {
    JsonNode line = heartbeat.isObject() ? heartbeat.path("lastLine") : heartbeat;
    return line.isTextual() ? line.textValue() : "";
  }

  private static <T> Optional<T> find(
      JsonNode node, Class<T> type, List<String> fields, int depth) {
    if (node.isObject() && fields.stream().allMatch(node::has)) {
      try {
        return Optional.of(MAPPER.treeToValue(node, type));
      } catch (JsonProcessingException e) {
        // Written by another version: what the workflow itself knows is shown instead.
        return Optional.empty();
      }
    }
    if (depth < DEEPEST) {
      for (JsonNode child : node) {
        Optional<T> found = find(child, type, fields, depth + 1);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
