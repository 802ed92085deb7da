package dev.slipway.starter.dev;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Temporal server that somebody else runs: given by the environment or by temporal.toml, as the
 * SDK's environment configuration reads them.
 */
record TemporalEndpoint(ClientConfigProfile profile) {

  /** Empty when nobody gave one; then the embedded one is used. */
  static Optional<TemporalEndpoint> given(Map<String, String> environment) {
    try {
      ClientConfigProfile profile =
          ClientConfigProfile.load(
              LoadClientConfigProfileOptions.newBuilder().setEnvOverrides(environment).build());
      String address = profile.getAddress();
      return address == null || address.isBlank()
          ? Optional.empty()
          : Optional.of(new TemporalEndpoint(profile));
    } catch (IOException e) {
      throw new DevException(
          "Temporal's configuration (temporal.toml or TEMPORAL_…) cannot be read ("
              + e.getMessage()
              + "): mend it, or unset TEMPORAL_CONFIG_FILE.",
          e);
    }
  }

  String address() {
    return profile.getAddress();
  }

  String namespace() {
    String namespace = profile.getNamespace();
    return namespace == null || namespace.isBlank() ? "default" : namespace;
  }

  /**
   * @param limit how long it may take to answer
   */
  void requireAnswer(Duration limit) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(profile.toWorkflowServiceStubsOptions());
    try {
      stubs
          .blockingStub()
          .withWaitForReady()
          .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      throw new DevException(
          "Temporal at "
              + address()
              + ", which the environment or temporal.toml names, does not answer: start it, or unset"
              + " TEMPORAL_ADDRESS to use an embedded one.",
          e);
    } finally {
      stubs.shutdownNow();
    }
  }
}
