package dev.slipway.e2e;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The cluster of tools/lab, seen with kubectl; with its registry and its gateway. */
final class RealCluster {

  static final String REGISTRY = "localhost:5000";
  static final String GATEWAY = "http://127.0.0.1:18000";

  private static final String PROMETHEUS =
      "http://127.0.0.1:" + Optional.ofNullable(System.getenv("PROMETHEUS_PORT")).orElse("19090");

  private static final Path HOME =
      Path.of(
          Optional.ofNullable(System.getenv("LAB_HOME"))
              .orElseGet(
                  () ->
                      Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                              .orElseGet(() -> System.getProperty("user.home") + "/.cache")
                          + "/slipway-lab"));

  private RealCluster() {}

  /** Why it cannot be used; empty when it can. */
  static Optional<String> objection() {
    try {
      kubectl("get", "--raw", "/readyz");
      Web.get("http://" + REGISTRY + "/v2/");
      Web.get(GATEWAY + "/");
      return Optional.empty();
    } catch (IOException | RuntimeException | AssertionError e) {
      return Optional.of("there is no laboratory here (start it with tools/lab/up): " + e);
    }
  }

  /** Its Prometheus, which scrapes the gateway. */
  static String prometheus() {
    return PROMETHEUS;
  }

  /** It in a platform file, as a list of clusters, judged by its gateway's own counters. */
  static String judgedByGateway() {
    return """
          - name: lab
            kubeconfig: %s
            context: local
            gateway: {namespace: gateway, selector: app=traefik, metricsPort: 8082}
        """
        .formatted(kubeconfig());
  }

  /** The same with what comes after, judged by Prometheus. */
  static String judgedByPrometheus() {
    return """
          - name: lab
            kubeconfig: %s
            context: local
            metrics: {prometheus: main, preset: traefik}
        prometheus:
          - {name: main, url: "%s"}
        """
        .formatted(kubeconfig(), prometheus());
  }

  /** What a service says to a customer at its gateway; why it says nothing, if so. */
  static String answer(String url) {
    try {
      return Web.get(url).body();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Where the laboratory keeps its state. */
  static Path home() {
    return HOME;
  }

  static Path kubeconfig() {
    return HOME.resolve("kube/kubeconfig");
  }

  /** Somebody who watches it, where asking with kubectl again and again would cost too much. */
  static KubernetesClient client() {
    Config config = Config.fromKubeconfig(null, kubeconfig().toFile());
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** A program that was built for it. */
  static String binary(String name) {
    try (Stream<Path> versions = Files.list(HOME.resolve("bin"))) {
      return versions
          .filter(path -> path.getFileName().toString().startsWith("kube-"))
          .max(Comparator.naturalOrder())
          .map(path -> path.resolve(name).toString())
          .orElseThrow(() -> new IllegalStateException("no laboratory has been built"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String kubectl(String... arguments) {
    return kubectl(kubeconfig(), Map.of(), arguments);
  }

  /** The same on another cluster. */
  static String kubectl(Path kubeconfig, String... arguments) {
    return kubectl(kubeconfig, Map.of(), arguments);
  }

  /**
   * Applies objects, from a file for as long as that takes.
   *
   * @param objects as YAML or JSON
   * @param options further ones of {@code kubectl apply}
   */
  static void apply(Path kubeconfig, String objects, String... options) {
    try {
      Path file = Files.createTempFile("objects", ".yaml");
      try {
        Files.writeString(file, objects);
        List<String> arguments = new ArrayList<>(List.of("apply", "--filename", file.toString()));
        arguments.addAll(List.of(options));
        kubectl(kubeconfig, arguments.toArray(String[]::new));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A person edits a live object, and changes what {@code sed} matches. */
  static String edit(String namespace, String object, String sed) {
    Map<String, String> editor = Map.of("KUBE_EDITOR", "sed -i -e '" + sed + "'");
    return kubectl(kubeconfig(), editor, "-n", namespace, "edit", object);
  }

  private static String kubectl(
      Path kubeconfig, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(binary("kubectl"));
    command.add("--kubeconfig");
    command.add(kubeconfig.toString());
    command.addAll(List.of(arguments));
    return Program.run(Path.of("/"), environment, Duration.ofMinutes(1), command)
        .required()
        .strip();
  }
}
