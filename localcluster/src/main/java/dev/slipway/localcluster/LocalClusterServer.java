package dev.slipway.localcluster;

import dev.slipway.localcluster.StateDirectory.Ports;
import dev.slipway.localcluster.api.ApiServer;
import dev.slipway.localcluster.gateway.Endpoints;
import dev.slipway.localcluster.gateway.Gateway;
import dev.slipway.localcluster.object.ChangeLog;
import dev.slipway.localcluster.object.ObjectStore;
import dev.slipway.localcluster.pod.EndpointPublication;
import dev.slipway.localcluster.pod.FreePorts;
import dev.slipway.localcluster.pod.Pace;
import dev.slipway.localcluster.pod.PodController;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A running local cluster: the whole of {@link LocalCluster} within the calling process, also for
 * tests. Closing it stops its pods, unless it was started to keep them.
 */
public final class LocalClusterServer implements AutoCloseable {

  private static final Duration FOUND_PODS_ANSWER = Duration.ofSeconds(2);

  private final ClusterOptions options;
  private final StateDirectory state;
  private final PodController pods;
  private final Gateway gateway;
  private final ApiServer api;
  private final String token;
  private boolean closed;

  private LocalClusterServer(
      ClusterOptions options,
      StateDirectory state,
      PodController pods,
      Gateway gateway,
      ApiServer api,
      String token) {
    this.options = options;
    this.state = state;
    this.pods = pods;
    this.gateway = gateway;
    this.api = api;
    this.token = token;
  }

  /** On the ports that this state had before, or free ones; closing it stops its pods. */
  public static LocalClusterServer start(Path state, Path artifacts)
      throws StartFailure, IOException {
    return start(new ClusterOptions(state, artifacts, Optional.empty(), Optional.empty(), false));
  }

  /** As the options say. */
  public static LocalClusterServer start(ClusterOptions options) throws StartFailure, IOException {
    return start(options, Pace.USUAL);
  }

  /**
   * At a pace of one's own.
   *
   * @throws StartFailure when a port or the state is taken
   */
  public static LocalClusterServer start(ClusterOptions options, Pace pace)
      throws StartFailure, IOException {
    StateDirectory state = StateDirectory.open(options.state());
    try {
      return start(options, pace, state);
    } catch (StartFailure | IOException | RuntimeException e) {
      state.close();
      throw e;
    }
  }

  private static LocalClusterServer start(ClusterOptions options, Pace pace, StateDirectory state)
      throws StartFailure, IOException {
    ChangeLog changes = ChangeLog.open(state.versions());
    ObjectStore objects = ObjectStore.open(state.objects(), changes);
    Endpoints endpoints = new Endpoints();
    EndpointPublication publication = new EndpointPublication(objects, endpoints);
    PodController pods =
        new PodController(
            objects,
            changes,
            publication,
            state.root(),
            options.artifacts(),
            state.clusterId(),
            pace);
    Ports ports = choose(options, state.ports());
    Gateway gateway = gateway(ports.gateway(), endpoints);
    try {
      String token = state.token();
      ApiServer api =
          api(
              ports.api(),
              token,
              new ApiServer.Parts(objects, changes, pods, publication, endpoints, gateway));
      LocalClusterServer server = new LocalClusterServer(options, state, pods, gateway, api, token);
      state.remember(ports);
      gateway.refresh(objects::list);
      return opened(server);
    } catch (StartFailure | IOException | RuntimeException e) {
      gateway.close();
      throw e;
    }
  }

  private static LocalClusterServer opened(LocalClusterServer server)
      throws StartFailure, IOException {
    try {
      server.open();
      return server;
    } catch (StartFailure | IOException | RuntimeException e) {
      // Pods may run already.
      server.close();
      throw e;
    }
  }

  /** Pods first: whoever asks from the first moment on finds them ready. */
  private void open() throws IOException, StartFailure {
    try {
      pods.start(FOUND_PODS_ANSWER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("The local cluster was interrupted while it started.", e);
    }
    gateway.serve();
    api.serve();
    state.announce(api().toString(), gateway().toString());
  }

  /** Address of the API. */
  public URI api() {
    return URI.create("http://127.0.0.1:" + api.port());
  }

  /** Address of the gateway. */
  public URI gateway() {
    return URI.create("http://127.0.0.1:" + gateway.port());
  }

  /** What an API call has to bear. */
  public String token() {
    return token;
  }

  /** Stops the pods gracefully, unless they are to be kept, while the gateway still serves. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      state.withdraw();
      api.close();
      if (options.keepPods()) {
        pods.stopKeepingPods();
      } else {
        pods.stop();
      }
      gateway.close();
      state.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("The local cluster did not stop cleanly.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Ports choose(ClusterOptions options, Optional<Ports> before) throws IOException {
    FreePorts free = new FreePorts();
    int gateway =
        options.gatewayPort().or(() -> before.map(Ports::gateway)).orElse(free.next(Set.of()));
    int api = options.port().or(() -> before.map(Ports::api)).orElse(free.next(Set.of(gateway)));
    return new Ports(api, gateway);
  }

  private static Gateway gateway(int port, Endpoints endpoints) throws StartFailure, IOException {
    try {
      return Gateway.bind(port, endpoints);
    } catch (BindException e) {
      throw taken("gateway", port, "--gateway-port", e);
    }
  }

  private static ApiServer api(int port, String token, ApiServer.Parts parts)
      throws StartFailure, IOException {
    try {
      return ApiServer.bind(port, token, parts);
    } catch (BindException e) {
      throw taken("API", port, "--port", e);
    }
  }

  private static StartFailure taken(String what, int port, String option, BindException cause) {
    return new StartFailure(
        "Port "
            + port
            + " for the local cluster's "
            + what
            + " is taken: stop what uses it, or choose another with "
            + option
            + ".",
        cause);
  }
}
