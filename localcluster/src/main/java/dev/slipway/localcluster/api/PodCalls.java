package dev.slipway.localcluster.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.localcluster.object.Json;
import dev.slipway.localcluster.pod.PodController;
import dev.slipway.localcluster.pod.PodView;
import java.io.IOException;

/** Looking at pods. */
final class PodCalls {

  private static final int MOST_LINES = 10_000;

  private final PodController pods;

  PodCalls(PodController pods) {
    this.pods = pods;
  }

  Answer list(String namespace) {
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    pods.pods(namespace).forEach(pod -> write(pod, items.addObject()));
    return Answer.json(json);
  }

  Answer log(Call call, String namespace, String pod) throws IOException {
    if (!pod.matches("[a-z0-9][a-z0-9.-]{0,252}") || !namespace.matches("[a-z0-9-]{1,63}")) {
      throw new ApiFailure(404, "That is not the name of a pod.");
    }
    int lines = (int) call.number("tail", 100, 0, MOST_LINES);
    return pods.log(namespace, pod, lines)
        .map(text -> Answer.text("text/plain; charset=utf-8", text))
        .orElseThrow(
            () -> new ApiFailure(404, "There is no pod " + pod + " in " + namespace + "."));
  }

  private static void write(PodView pod, ObjectNode json) {
    json.put("name", pod.name());
    json.put("deployment", pod.deployment());
    ObjectNode labels = json.putObject("labels");
    pod.labels().forEach(labels::put);
    json.put("phase", pod.phase());
    json.put("ready", pod.ready());
    json.put("restarts", pod.restarts());
    pod.pid().ifPresent(pid -> json.put("pid", pid));
    pod.port().ifPresent(port -> json.put("port", port));
    json.put("message", pod.message());
    pod.startedAt().ifPresent(started -> json.put("startedAt", started.toString()));
  }
}
