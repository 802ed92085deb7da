package dev.slipway.lab;

import dev.slipway.cluster.kubernetes.KubernetesConnection;
import dev.slipway.platform.ClusterBinding;
import dev.slipway.platform.GatewayBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The real cluster, registry and gateway that tools/lab/up has brought up on this machine. */
public final class Laboratory {

  /** Where its Gateway is, as a route names it. */
  public static final String GATEWAY = "{\"name\":\"gw\",\"namespace\":\"gateway\"}";

  private static final Path HOME =
      Path.of(
          Optional.ofNullable(System.getenv("LAB_HOME"))
              .orElseGet(
                  () ->
                      Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                              .orElseGet(() -> System.getProperty("user.home") + "/.cache")
                          + "/slipway-lab"));

  /** So that what is waited for gets the processor. */
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private static final Path KUBECONFIG = HOME.resolve("kube/kubeconfig");

  private Laboratory() {}

  static boolean isUp() {
    try {
      return Files.isReadable(KUBECONFIG) && run("get", "--raw", "/readyz").equals("ok");
    } catch (AssertionError e) {
      return false;
    }
  }

  /** Whether the controller of Argo Rollouts answers on this host. */
  static boolean hasRollouts() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:18080/healthz"))
              .timeout(Duration.ofSeconds(2))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** How a platform file would name it. */
  public static ClusterBinding binding() {
    return new ClusterBinding(
        "lab",
        Optional.of(KUBECONFIG.toString()),
        Optional.of("local"),
        Optional.of(new GatewayBinding("gateway", "app=traefik", 8082)));
  }

  /**
   * The same, as somebody with a token.
   *
   * @param directory where the kubeconfig is written
   */
  public static ClusterBinding binding(Path directory, String token) {
    try {
      String text =
          Files.readString(KUBECONFIG)
              .replaceAll(
                  "(?m)^users: .*$", "users: [{name: admin, user: {token: \"" + token + "\"}}]");
      Path file = directory.resolve("kubeconfig");
      Files.writeString(file, text);
      return new ClusterBinding(
          "lab", Optional.of(file.toString()), Optional.of("local"), binding().gateway());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static KubernetesConnection connection() {
    return new KubernetesConnection(binding());
  }

  /** The gateway on this host, with the path of a route. */
  public static URI gateway(String path) {
    return URI.create("http://127.0.0.1:18000" + path);
  }

  /** A person with kubectl. */
  public static String kubectl(String namespace, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--namespace", namespace));
    all.addAll(List.of(arguments));
    return run(all.toArray(new String[0]));
  }

  /** A person applies objects, as YAML or JSON. */
  public static void apply(String namespace, String objects) {
    apply(namespace, objects, List.of());
  }

  /** The same by server-side apply, as this field manager, which takes what it names. */
  public static void applyServerSide(String namespace, String manager, String objects) {
    apply(
        namespace,
        objects,
        List.of("--server-side", "--force-conflicts", "--field-manager=" + manager));
  }

  private static void apply(String namespace, String objects, List<String> options) {
    try {
      Path file = Files.createTempFile("objects", ".yaml");
      Files.writeString(file, objects);
      List<String> arguments = new ArrayList<>(List.of("apply", "--filename", file.toString()));
      arguments.addAll(options);
      kubectl(namespace, arguments.toArray(new String[0]));
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A namespace of its own, which goes without being waited for. */
  public static String namespace(String prefix) {
    String name = prefix + "-" + Long.toString(System.nanoTime(), 36);
    run("create", "namespace", name);
    return name;
  }

  public static void delete(String namespace) {
    run("delete", "namespace", namespace, "--wait=false");
  }

  /** Looks again and again, for as long as that. */
  public static void await(
      String what, Duration within, BooleanSupplier condition, Supplier<String> otherwise) {
    long deadline = System.nanoTime() + within.toNanos();
    long asked = System.nanoTime();
    while (!condition.getAsBoolean()) {
      long now = System.nanoTime();
      if (now > deadline) {
        throw new AssertionError(what + " did not happen: " + otherwise.get());
      }
      // It asks for a third of the time at most: kubectl takes a tenth of a second of a core.
      LockSupport.parkNanos(
          Math.clamp(2 * (now - asked), SHORTEST_PAUSE.toNanos(), LONGEST_PAUSE.toNanos()));
      asked = System.nanoTime();
    }
  }

  private static String run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(binary("kubectl"));
    command.addAll(List.of("--kubeconfig", KUBECONFIG.toString(), "--request-timeout=20s"));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      // kubectl's own ApplySets are behind this switch.
      builder.environment().put("KUBECTL_APPLYSET", "true");
      Process process = builder.start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", arguments) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String binary(String name) {
    try (Stream<Path> versions = Files.list(HOME.resolve("bin"))) {
      return versions
          .filter(path -> path.getFileName().toString().startsWith("kube-"))
          .max(Comparator.naturalOrder())
          .map(path -> path.resolve(name).toString())
          .orElseThrow(() -> new AssertionError("no laboratory has been built"));
    } catch (IOException e) {
      throw new AssertionError("no laboratory has been built", e);
    }
  }
}
