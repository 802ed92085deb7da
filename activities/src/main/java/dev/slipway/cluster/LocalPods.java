package dev.slipway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.LocalClusterConnection.Answer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pods of one Deployment of the local cluster, asked about when they are in trouble. */
final class LocalPods {

  /** A pod that has crashed this often will crash again. */
  private static final int CRASHES = 3;

  private static final int LONGEST_LINE = 300;

  private final LocalClusterConnection connection;
  private final String namespace;
  private final String deployment;

  /**
   * @param namespace path of its API
   */
  LocalPods(LocalClusterConnection connection, String namespace, String deployment) {
    this.connection = connection;
    this.namespace = namespace;
    this.deployment = deployment;
  }

  /** The pod that is worst off; empty when all are ready. */
  Optional<PodTrouble> trouble() {
    @Nullable JsonNode worst = null;
    JsonNode items =
        LocalClusterConnection.successful(connection.exchange("GET", namespace + "/pods", null))
            .json()
            .path("items");
    for (JsonNode pod : items) {
      boolean ours =
          pod.path("deployment").asText().equals(deployment)
              && !pod.path("phase").asText().equals("Terminating");
      if (ours && !pod.path("ready").asBoolean() && isWorse(pod, worst)) {
        worst = pod;
      }
    }
    return worst == null ? Optional.empty() : Optional.of(trouble(worst));
  }

  private static boolean isWorse(JsonNode pod, @Nullable JsonNode than) {
    return than == null || pod.path("restarts").asInt() > than.path("restarts").asInt();
  }

  private PodTrouble trouble(JsonNode pod) {
    String name = pod.path("name").asText();
    int restarts = pod.path("restarts").asInt();
    String message = pod.path("message").asText("");
    String line = message.isEmpty() && restarts == 0 ? "" : lastLine(name);
    String sentence =
        "pod "
            + name
            + " is not ready"
            + restarted(restarts)
            + (message.isEmpty() ? "" : ": " + message)
            + (message.contains(line) ? "" : "; its log ends with: " + line);
    return new PodTrouble(sentence, restarts >= CRASHES);
  }

  private static String restarted(int restarts) {
    return switch (restarts) {
      case 0 -> "";
      case 1 -> ", restarted once";
      default -> ", restarted " + restarts + " times";
    };
  }

  private String lastLine(String pod) {
    Answer answer = connection.exchange("GET", namespace + "/pods/" + pod + "/log?tail=5", null);
    if (!answer.isSuccess()) {
      return "";
    }
    List<String> lines = answer.body().lines().filter(line -> !line.isBlank()).toList();
    String last = lines.isEmpty() ? "" : lines.getLast().strip();
    return last.length() <= LONGEST_LINE ? last : last.substring(0, LONGEST_LINE) + "…";
  }
}
