package dev.slipway.starter.dev.demo;

import dev.slipway.starter.dev.DevMarker;
import dev.slipway.starter.dev.Installation;
import dev.slipway.starter.dev.StackOptions;
import dev.slipway.starter.dev.StateDirectory;
import java.util.List;

/** The local cluster of this machine: pods are processes, behind a gateway of Slipway's own. */
final class LocalVenue implements Venue {

  private static final String PLATFORM =
      """
      # Which repository and team own a service, where its environments lie, and who may do what.
      # The worker reads this file anew when it changes. Reference: docs/reference/platform-file.md
      apiVersion: slipway.dev/v1
      services:
        - name: shop
          team: shop
          source: {repository: repositories/shop.git}
          environments:
            - name: production
              cluster: local
              namespace: production
              config: {repository: repositories/shop-config.git, path: environments/production/shop}
              # The service may release without a human decision; its delivery file says whether it does.
              deploymentMode: allowed
      """;

  @Override
  public StackOptions stack() {
    return StackOptions.usual();
  }

  @Override
  public SampleEdition sample(Installation installation) {
    return SampleEdition.plain(installation.shop());
  }

  @Override
  public String platform() {
    return PLATFORM;
  }

  @Override
  public void open(StateDirectory state) {
    // All of it is in the state directory, and made by the local cluster itself.
  }

  @Override
  public String parts() {
    return "Temporal, local cluster and worker";
  }

  @Override
  public String service(DevMarker marker) {
    return marker.gateway();
  }

  @Override
  public LiveView view(DevMarker marker) {
    return new LocalGatewayView(marker);
  }

  @Override
  public List<String> whereToLook() {
    return List.of();
  }

  @Override
  public void close() {
    // The local cluster is a part of the stack, which is stopped.
  }
}
