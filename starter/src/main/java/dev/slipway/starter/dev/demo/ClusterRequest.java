package dev.slipway.starter.dev.demo;

import java.util.Optional;

/**
 * Where on Kubernetes a person wants the demo to run.
 *
 * @param context of their kubeconfig
 * @param registry that this machine pushes to and the cluster pulls from, {@code
 *     HOST[:PORT][/PATH]}
 * @param baseImage with a Java runtime on its PATH
 * @param gateway that the service's route names; empty: the only one of the cluster
 * @param gatewayUrl where it answers this machine; empty: the address that it tells itself
 * @param keepNamespace whether what runs there stays at the end
 */
record ClusterRequest(
    String context,
    String registry,
    String baseImage,
    Optional<GatewayName> gateway,
    Optional<String> gatewayUrl,
    boolean keepNamespace) {

  /** A Gateway of the Gateway API. */
  record GatewayName(String namespace, String name) {

    /** Empty when it is not written {@code NAMESPACE/NAME}. */
    static Optional<GatewayName> parse(String text) {
      String[] words = text.split("/", -1);
      return words.length == 2 && !words[0].isBlank() && !words[1].isBlank()
          ? Optional.of(new GatewayName(words[0], words[1]))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return namespace + "/" + name;
    }
  }
}
