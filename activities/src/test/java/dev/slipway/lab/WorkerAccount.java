package dev.slipway.lab;

import dev.slipway.cluster.Reach;
import dev.slipway.cluster.kubernetes.KubernetesConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A worker that has exactly the rights which the manifests of deploy/kubernetes give. */
public final class WorkerAccount {

  /** The account by which an environment may be bounded. */
  public static final String NAME_OF_ENVIRONMENTS = "slipway-deployer";

  private static final String MANIFESTS = "../deploy/kubernetes/";

  private WorkerAccount() {}

  /**
   * As the worker; no namespace is its own yet.
   *
   * @param directory where its credentials are written
   */
  public static KubernetesConnection connection(Path directory) {
    apply("slipway", "worker.yaml");
    apply("gateway", "gateway.yaml");
    String token = Laboratory.kubectl("slipway", "create", "token", "slipway-worker");
    return new KubernetesConnection(Laboratory.binding(directory, token));
  }

  /** It may write there by itself. */
  public static void writesIn(String namespace) {
    apply(namespace, "environment.yaml");
  }

  public static void writesNothingIn(String namespace) {
    Laboratory.kubectl(namespace, "delete", "-f", MANIFESTS + "environment.yaml");
  }

  /** It may act there as the environment's account, and only so. */
  public static Reach actsFor(String namespace) {
    try {
      Laboratory.apply(
          namespace,
          Files.readString(Path.of(MANIFESTS + "account.yaml")).replace("NAMESPACE", namespace));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Reach(List.of(), Optional.of(namespace + "/" + NAME_OF_ENVIRONMENTS));
  }

  private static void apply(String namespace, String manifests) {
    Laboratory.kubectl(namespace, "apply", "--server-side", "-f", MANIFESTS + manifests);
  }
}
