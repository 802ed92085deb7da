package dev.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The second cluster of tools/lab. It has no gateway, and nothing on this machine but these tests
 * knows its kubeconfig: it is served by a worker in it.
 */
final class SecondCluster {

  /** Its node, as pods reach it; ports of this machine that were admitted are there. */
  static final String NODE = "172.31.255.1";

  private static final Path HOME = RealCluster.home().resolve("kube2");
  private static final Path KUBECONFIG = HOME.resolve("kubeconfig");

  private SecondCluster() {}

  /** Why it cannot be used; empty when it can. */
  static Optional<String> objection() {
    try {
      kubectl("get", "--raw", "/readyz");
      return Optional.empty();
    } catch (RuntimeException | AssertionError e) {
      return Optional.of(
          "there is no second cluster here (start it with tools/lab/up kube2): " + e);
    }
  }

  static String kubectl(String... arguments) {
    return RealCluster.kubectl(KUBECONFIG, arguments);
  }

  /** A person applies objects, by server-side apply. */
  static void apply(String objects, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--server-side");
    RealCluster.apply(KUBECONFIG, objects, all.toArray(String[]::new));
  }

  /**
   * Makes a port of this machine known to its pods by a name, as what lies outside of a cluster is.
   *
   * @return the name, {@code <name>.lab.svc.cluster.local}
   */
  static String admit(String name, int port) {
    Program.run(
            HOME,
            Map.of(),
            Duration.ofSeconds(30),
            List.of(HOME.resolve("admit").toString(), Integer.toString(port)))
        .required();
    apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: lab}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: NAME, namespace: lab}
        spec: {clusterIP: None, ports: [{port: PORT}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: NAME, namespace: lab, labels: {kubernetes.io/service-name: NAME}}
        addressType: IPv4
        ports: [{port: PORT}]
        endpoints: [{addresses: [NODE], conditions: {ready: true}}]
        """
            .replace("NAME", name)
            .replace("PORT", Integer.toString(port))
            .replace("NODE", NODE));
    return name + ".lab.svc.cluster.local";
  }

  /** Starts a program in its network. */
  static Process in(Path output, String... command) {
    try {
      String[] all = new String[command.length + 1];
      all[0] = HOME.resolve("in").toString();
      System.arraycopy(command, 0, all, 1, command.length);
      return new ProcessBuilder(all)
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
