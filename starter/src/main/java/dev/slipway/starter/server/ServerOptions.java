package dev.slipway.starter.server;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Temporal server is meant. Without options: the SDK's own environment configuration. */
public final class ServerOptions {

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description = "Temporal server (default: $TEMPORAL_ADDRESS, temporal.toml, slipway dev's)")
  private @Nullable String address;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Temporal namespace (default: $TEMPORAL_NAMESPACE, else 'default')")
  private @Nullable String namespace;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "profile of temporal.toml (default: $TEMPORAL_PROFILE)")
  private @Nullable String profile;

  public @Nullable String address() {
    return address;
  }

  public @Nullable String namespace() {
    return namespace;
  }

  public @Nullable String profile() {
    return profile;
  }
}
