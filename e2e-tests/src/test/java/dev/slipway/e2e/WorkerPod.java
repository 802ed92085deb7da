package dev.slipway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A worker as a pod of the second cluster: the manifests of deploy/kubernetes as they are, but for
 * the values that they tell to write.
 */
final class WorkerPod implements AutoCloseable {

  private static final Path MANIFESTS = Slipway.project().resolve("deploy/kubernetes");
  private static final String SELECTOR = "app=slipway-worker";

  private WorkerPod() {}

  /** Why there can be none; empty when there can. */
  static Optional<String> objection() {
    return Files.isDirectory(RealCluster.home().resolve("java/layout"))
        ? Optional.empty()
        : Optional.of("there is no image with Java (make it with tools/lab/up java)");
  }

  /**
   * Asks the cluster to run one.
   *
   * @param stack whose Temporal it asks for work, and whose platform file it reads
   * @param namespace of the environment that it serves
   */
  static WorkerPod start(Stack stack, String namespace) throws IOException {
    takeAway();
    String address = stack.marker().path("temporalAddress").asText();
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    String temporal = SecondCluster.admit("temporal", port) + ":" + port;
    SecondCluster.apply(read("worker.yaml"));
    SecondCluster.apply(read("environment.yaml"), "--namespace", namespace);
    SecondCluster.apply(read("gateway.yaml"), "--namespace", namespace);
    // As the head of deployment.yaml says, word for word.
    make(stack.root().resolve("platform.yaml"), "configmap", "slipway-platform");
    make(stack.root().resolve("secrets"), "secret", "generic", "slipway-secrets");
    String written =
        written(read("deployment.yaml"), "slipway/worker:0.1.0", image())
            .transform(text -> written(text, "temporal.example.com:7233", temporal))
            .transform(text -> written(text, "eu-1", "remote"));
    SecondCluster.apply(written);
    return new WorkerPod();
  }

  void awaitReady() {
    Patience.untilTrue(
        "the worker's pod is ready",
        () ->
            SecondCluster.kubectl(
                    "-n",
                    "slipway",
                    "get",
                    "deployment/slipway-worker",
                    "-o",
                    "jsonpath={.status.readyReplicas}")
                .equals("1"),
        () -> SecondCluster.kubectl("-n", "slipway", "get", "pods"));
  }

  /** What an earlier test has left is replaced. */
  private static void make(Path from, String... what) {
    List<String> command = new ArrayList<>(List.of("create"));
    command.addAll(List.of(what));
    command.addAll(
        List.of(
            "--namespace",
            "slipway",
            "--from-file",
            from.toString(),
            "--dry-run=client",
            "--output=yaml"));
    SecondCluster.apply(SecondCluster.kubectl(command.toArray(String[]::new)));
  }

  private static String written(String manifest, String example, String value) {
    if (!manifest.contains(example)) {
      throw new AssertionError("deployment.yaml does not say " + example + " any more");
    }
    return manifest.replace(example, value);
  }

  private static String read(String manifest) throws IOException {
    return Files.readString(MANIFESTS.resolve(manifest));
  }

  /** Made of the worker that was built, as deploy/Dockerfile makes it. */
  private static String image() {
    return Program.run(
            Slipway.project(),
            Map.of(),
            Duration.ofMinutes(2),
            List.of(Slipway.project().resolve("tools/lab/java/worker").toString()))
        .required();
  }

  /** The name of the pod, by which Temporal knows it. */
  String name() {
    return SecondCluster.kubectl(
        "-n",
        "slipway",
        "get",
        "pods",
        "--selector",
        SELECTOR,
        "--field-selector",
        "status.phase=Running",
        "-o",
        "jsonpath={.items[*].metadata.name}");
  }

  /** As if its node had lost power: it is not told to end. */
  void kill() {
    SecondCluster.kubectl(
        "-n", "slipway", "delete", "pods", "--selector", SELECTOR, "--grace-period=0", "--force");
  }

  /** Memory that the pod uses now, in megabytes, as its kubelet counts it; 0 before it has. */
  long megabytes() throws IOException {
    String stats = SecondCluster.kubectl("get", "--raw", "/api/v1/nodes/node1/proxy/stats/summary");
    String name = name();
    for (JsonNode one : new ObjectMapper().readTree(stats).path("pods")) {
      if (one.path("podRef").path("name").asText().equals(name)) {
        return one.path("memory").path("workingSetBytes").asLong() / 1_000_000;
      }
    }
    return 0;
  }

  @Override
  public void close() {
    takeAway();
  }

  /**
   * Waits until its pods are gone. One that a killed run has left would serve the next run too, as
   * another Temporal has come to listen where its own one did.
   */
  private static void takeAway() {
    SecondCluster.kubectl(
        "-n",
        "slipway",
        "delete",
        "deployment/slipway-worker",
        "--ignore-not-found",
        "--cascade=foreground",
        "--timeout=50s");
  }
}
