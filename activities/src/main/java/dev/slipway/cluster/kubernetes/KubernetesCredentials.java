package dev.slipway.cluster.kubernetes;

import dev.slipway.platform.ClusterBinding;
import dev.slipway.platform.WorkerFile;
import dev.slipway.temporal.FailureType;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the client of a cluster: by a context of a kubeconfig, or as the pod that this is. */
final class KubernetesCredentials {

  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int RETRIES = 1;
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private KubernetesCredentials() {}

  /**
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED, and what to mend
   */
  static KubernetesClient open(ClusterBinding cluster) {
    Config config =
        cluster
            .kubeconfig()
            .map(file -> fromFile(cluster, WorkerFile.at(file)))
            .orElseGet(() -> fromPod(cluster));
    config.setRequestRetryBackoffLimit(RETRIES);
    config.setRequestTimeout(TIMEOUT_MILLIS);
    config.setConnectionTimeout(TIMEOUT_MILLIS);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static Config fromFile(ClusterBinding cluster, Path file) {
    String context = cluster.context().orElseThrow();
    if (!Files.isReadable(file)) {
      throw FailureType.MISCONFIGURED.retryable(
          "the kubeconfig "
              + file
              + " of cluster "
              + cluster.name()
              + " cannot be read: put it there, or name another one in the platform file");
    }
    try {
      Config config = Config.fromKubeconfig(context, file.toFile());
      if (config.getCurrentContext() == null
          || !context.equals(config.getCurrentContext().getName())) {
        throw FailureType.MISCONFIGURED.retryable(
            "the kubeconfig " + file + " has no context " + context);
      }
      return config;
    } catch (KubernetesClientException e) {
      throw FailureType.MISCONFIGURED.retryable(
          "the kubeconfig " + file + " is not one: " + e.getMessage(), e);
    }
  }

  private static Config fromPod(ClusterBinding cluster) {
    Optional<String> host = Optional.ofNullable(System.getenv("KUBERNETES_SERVICE_HOST"));
    Path token = SERVICE_ACCOUNT.resolve("token");
    if (host.isEmpty() || !Files.isReadable(token)) {
      throw FailureType.MISCONFIGURED.retryable(
          "cluster "
              + cluster.name()
              + " is to be reached by the worker's own service account, but this worker does not"
              + " run as a pod: name a kubeconfig in the platform file");
    }
    String port = Optional.ofNullable(System.getenv("KUBERNETES_SERVICE_PORT")).orElse("443");
    String address = host.get().contains(":") ? "[" + host.get() + "]" : host.get();
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("https://" + address + ":" + port)
        .withCaCertFile(SERVICE_ACCOUNT.resolve("ca.crt").toString())
        .withOauthTokenProvider(() -> text(token))
        .build();
  }

  /** Read each time: the kubelet renews it. */
  private static String text(Path token) {
    try {
      return Files.readString(token).strip();
    } catch (IOException e) {
      throw FailureType.MISCONFIGURED.retryable("the service account's token cannot be read", e);
    }
  }
}
