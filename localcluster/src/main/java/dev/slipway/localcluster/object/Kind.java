package dev.slipway.localcluster.object;

import java.util.Arrays;
import java.util.Optional;

/** The kinds that the cluster knows. */
public enum Kind {
  DEPLOYMENT("Deployment", "apps/v1"),
  SERVICE("Service", "v1"),
  CONFIG_MAP("ConfigMap", "v1"),
  SECRET("Secret", "v1"),
  HTTP_ROUTE("HTTPRoute", "gateway.networking.k8s.io/v1");

  private final String word;
  private final String apiVersion;

  Kind(String word, String apiVersion) {
    this.word = word;
    this.apiVersion = apiVersion;
  }

  /** As in {@code kind:}. */
  public String word() {
    return word;
  }

  /** As in {@code apiVersion:}; no other version is taken. */
  public String apiVersion() {
    return apiVersion;
  }

  /** The kind of that exact word. */
  public static Optional<Kind> named(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
