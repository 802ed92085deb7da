package dev.slipway.localcluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.localcluster.object.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The objects of the tests. */
final class Manifests {

  static final String DIGEST = "ab".repeat(32);
  static final String IMAGE = "shop@sha256:" + DIGEST;

  private Manifests() {}

  /** A Deployment of the test service; each variable is a literal one. */
  static String shop(String name, int replicas, Map<String, String> env) {
    return deployment(name, replicas, IMAGE, javaCommand(), env, READINESS);
  }

  static final String READINESS =
      "\"readinessProbe\": {\"httpGet\": {\"path\": \"/health\"}, \"periodSeconds\": 1},";

  static String deployment(
      String name,
      int replicas,
      String image,
      String command,
      Map<String, String> env,
      String more) {
    StringBuilder variables = new StringBuilder();
    env.forEach(
        (key, value) ->
            variables
                .append(variables.isEmpty() ? "" : ",")
                .append("{\"name\": \"%s\", \"value\": \"%s\"}".formatted(key, value)));
    return """
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "%1$s"},
         "spec": {"replicas": %2$d, "progressDeadlineSeconds": 2,
           "selector": {"matchLabels": {"app": "%1$s"}},
           "template": {"metadata": {"labels": {"app": "%1$s"}},
             "spec": {"containers": [{"name": "main", "image": "%3$s", %6$s
               "command": %4$s, "env": [%5$s]}]}}}}"""
        .formatted(name, replicas, image, command, variables, more);
  }

  static String javaCommand() {
    return """
        ["$(JAVA_HOME)/bin/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
         "-Xmx64m", "-cp", "%s", "dev.slipway.localcluster.testpod.PodMain", "$(SLIPWAY_ARTIFACT)"]"""
        .formatted(testClasses());
  }

  static String shell(String script) {
    return "[\"/bin/sh\", \"-c\", \"" + script + "\"]";
  }

  static String service(String name) {
    return """
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "%1$s"},
         "spec": {"selector": {"app": "%1$s"}, "ports": [{"port": 80, "targetPort": "http"}]}}"""
        .formatted(name);
  }

  static String route(Map<String, Integer> weights) {
    StringBuilder backends = new StringBuilder();
    weights.forEach(
        (name, weight) ->
            backends
                .append(backends.isEmpty() ? "" : ",")
                .append(
                    "{\"name\": \"%s\", \"port\": 80, \"weight\": %d}".formatted(name, weight)));
    return """
        {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
         "metadata": {"name": "shop"},
         "spec": {"parentRefs": [{"name": "gateway"}], "rules": [{"backendRefs": [%s]}]}}"""
        .formatted(backends);
  }

  static String configMap(String name, String key, String value) {
    ObjectNode json = Json.object();
    json.putObject("data").put(key, value);
    json.putObject("metadata").put("name", name);
    return new String(Json.write(json), StandardCharsets.UTF_8);
  }

  static Path testClasses() {
    try {
      return Path.of(Manifests.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
