package dev.slipway.localcluster.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.localcluster.object.Json;
import dev.slipway.localcluster.object.PodTemplate;
import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of a pod on disk, so that it is known again.
 *
 * @param uid marks its processes
 * @param restarts how often its container was started again
 * @param run the process that was started last
 * @param leaving whether it is to be stopped for good
 */
record PodRecord(
    String uid,
    String namespace,
    String name,
    String deployment,
    PodTemplate template,
    Instant created,
    int restarts,
    Optional<Run> run,
    boolean leaving) {

  /**
   * A start of the container.
   *
   * @param port chosen for it
   */
  record Run(ProcessIdentity process, int port, Instant started) {}

  PodRecord running(Run next) {
    return new PodRecord(
        uid, namespace, name, deployment, template, created, restarts, Optional.of(next), leaving);
  }

  PodRecord crashed() {
    return new PodRecord(
        uid,
        namespace,
        name,
        deployment,
        template,
        created,
        restarts + 1,
        Optional.empty(),
        leaving);
  }

  PodRecord asLeaving() {
    return new PodRecord(uid, namespace, name, deployment, template, created, restarts, run, true);
  }

  byte[] toJson() {
    ObjectNode json = Json.object();
    json.put("uid", uid);
    json.put("namespace", namespace);
    json.put("name", name);
    json.put("deployment", deployment);
    json.set("template", template.source());
    json.put("created", created.toString());
    json.put("restarts", restarts);
    json.put("leaving", leaving);
    run.ifPresent(
        last ->
            json.putObject("run")
                .put("pid", last.process().pid())
                .put("start", last.process().start())
                .put("port", last.port())
                .put("started", last.started().toString()));
    return Json.write(json);
  }

  static PodRecord of(JsonNode json) {
    JsonNode run = json.path("run");
    return new PodRecord(
        json.path("uid").asText(),
        json.path("namespace").asText(),
        json.path("name").asText(),
        json.path("deployment").asText(),
        PodTemplate.kept(json.path("template")),
        Instant.parse(json.path("created").asText()),
        json.path("restarts").asInt(),
        run.isMissingNode()
            ? Optional.empty()
            : Optional.of(
                new Run(
                    new ProcessIdentity(run.path("pid").asLong(), run.path("start").asText()),
                    run.path("port").asInt(),
                    Instant.parse(run.path("started").asText()))),
        json.path("leaving").asBoolean());
  }
}
