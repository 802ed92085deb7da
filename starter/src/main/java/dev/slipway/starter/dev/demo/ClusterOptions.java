package dev.slipway.starter.dev.demo;

import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.demo.ClusterRequest.GatewayName;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which the demo runs on a Kubernetes cluster instead of this machine. */
final class ClusterOptions {

  /** On Docker Hub, for amd64 and arm64; 21 is the language level of the sample. */
  private static final String USUAL_BASE = "eclipse-temurin:21-jre";

  @Option(
      names = "--on",
      paramLabel = "CONTEXT",
      description = "run the service on the Kubernetes cluster of this context of your kubeconfig")
  private @Nullable String context;

  @Option(
      names = "--registry",
      paramLabel = "HOST[/PATH]",
      description =
          "with --on: registry that this machine pushes images to and the cluster pulls them from")
  private @Nullable String registry;

  @Option(
      names = "--base-image",
      paramLabel = "IMAGE",
      description =
          "with --on: image with a Java runtime of 21 or newer (default: " + USUAL_BASE + ")")
  private @Nullable String baseImage;

  @Option(
      names = "--gateway",
      paramLabel = "NAMESPACE/NAME",
      description = "with --on: Gateway that the service's route names (default: the only one)")
  private @Nullable String gateway;

  @Option(
      names = "--gateway-url",
      paramLabel = "URL",
      description = "with --on: where it answers this machine (default: the address in its status)")
  private @Nullable String gatewayUrl;

  @Option(
      names = "--keep-namespace",
      description = "with --on: leave what runs on the cluster at the end")
  private boolean keepNamespace;

  /**
   * Empty for this machine.
   *
   * @throws DevException in one sentence when the options do not fit together
   */
  Optional<ClusterRequest> request() {
    if (context == null) {
      requireNothingElse();
      return Optional.empty();
    }
    if (registry == null || registry.isBlank()) {
      throw new DevException(
          "The demo on a cluster builds images: name a registry that this machine can push to and the"
              + " cluster can pull from, such as --registry localhost:5000.");
    }
    return Optional.of(
        new ClusterRequest(
            context,
            registry.replaceFirst("/+$", ""),
            baseImage == null ? USUAL_BASE : baseImage,
            Optional.ofNullable(gateway).map(ClusterOptions::parsed),
            Optional.ofNullable(gatewayUrl).map(url -> url.replaceFirst("/+$", "")),
            keepNamespace));
  }

  private static GatewayName parsed(String text) {
    return GatewayName.parse(text)
        .orElseThrow(
            () ->
                new DevException(
                    "'" + text + "' names no Gateway: write --gateway NAMESPACE/NAME."));
  }

  private void requireNothingElse() {
    if (keepNamespace
        || Stream.of(registry, baseImage, gateway, gatewayUrl).anyMatch(value -> value != null)) {
      throw new DevException(
          "--registry, --base-image, --gateway, --gateway-url and --keep-namespace are for a demo on a"
              + " cluster: name it with --on CONTEXT.");
    }
  }
}
