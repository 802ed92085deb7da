package dev.slipway.starter.dev;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The embedded default: Temporal server, local cluster (where one is wanted) and worker, each a
 * process of its own with its state on disk. Starting converges: what runs is found and used, what
 * does not is started on the state that is there.
 */
public final class DevStack {

  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final StateDirectory state;
  private final StackOptions options;
  private final Map<String, String> environment;
  private final TemporalPart temporal;
  private final ClusterPart cluster;
  private final WorkerPart worker;

  /** One process of the stack, for people. */
  public record PartStatus(String name, Optional<Long> pid, String address, Path log) {}

  public DevStack(
      StateDirectory state,
      Installation installation,
      StackOptions options,
      Map<String, String> environment,
      Progress progress) {
    this.state = state;
    this.options = options;
    this.environment = Map.copyOf(environment);
    JavaCommand java = new JavaCommand(installation, environment);
    temporal =
        new TemporalPart(
            state, () -> TemporalBinary.usual(installation, environment).obtain(progress));
    cluster = new ClusterPart(state, java);
    worker = new WorkerPart(state, java);
  }

  /** Returns when everything is ready, or says in one sentence what is not and why. */
  public DevMarker start() {
    state.create();
    FirstPlatformFile.createWhenMissing(state.platformFile());
    Optional<TemporalEndpoint> given = TemporalEndpoint.given(environment);
    given.ifPresent(server -> server.requireAnswer(ANSWER_LIMIT));
    try (PortLeases leases = PortLeases.in(Caches.of(environment))) {
      DevMarker marker = choose(given, leases);
      marker.write(state);
      run(marker, given.isEmpty());
      return marker;
    }
  }

  private void run(DevMarker marker, boolean embedded) {
    if (embedded) {
      temporal.start(marker);
    }
    if (marker.hasLocalCluster()) {
      cluster.start(marker);
    }
    if (embedded) {
      temporal.awaitReady(marker, READY_LIMIT);
    }
    if (marker.hasLocalCluster()) {
      cluster.awaitReady(READY_LIMIT);
    }
    worker.start(marker, embedded, options.branchPoll());
    worker.awaitReady(marker, READY_LIMIT);
  }

  /** Keeps what runs where it runs, and the rest where it was. */
  private DevMarker choose(Optional<TemporalEndpoint> given, PortLeases leases) {
    Optional<DevMarker> before = DevMarker.read(state);
    PortChoice ports = new PortChoice(before, leases);
    String address =
        given
            .map(TemporalEndpoint::address)
            .orElseGet(
                () ->
                    "127.0.0.1:"
                        + ports.of(
                            temporal.place().isRunning(),
                            DevMarker::temporalAddress,
                            options.temporalPort(),
                            7233,
                            "--port"));
    String ui =
        given.isPresent()
            ? ""
            : "http://127.0.0.1:"
                + ports.of(
                    temporal.place().isRunning(),
                    DevMarker::temporalUi,
                    options.uiPort(),
                    8233,
                    "--ui-port");
    if (before.isPresent() && !before.get().temporalAddress().equals(address)) {
      worker.place().stop();
    }
    String gateway =
        options.localCluster()
            ? "http://127.0.0.1:"
                + ports.of(
                    cluster.place().isRunning(),
                    DevMarker::gateway,
                    options.gatewayPort(),
                    7280,
                    "--gateway-port")
            : "";
    int health =
        ports.of(
            worker.place().isRunning(),
            DevMarker::workerUrl,
            options.workerPort(),
            7281,
            "--worker-port");
    return new DevMarker(
        address,
        given.map(TemporalEndpoint::namespace).orElse("default"),
        ui,
        "http://127.0.0.1:" + health,
        gateway,
        options.localCluster() ? state.cluster().toString() : "",
        state.root().toString());
  }

  /** Names of the parts that should run and do not. */
  List<String> missing(DevMarker marker) {
    return parts(state, marker).stream()
        .filter(part -> part.pid().isEmpty())
        .map(PartStatus::name)
        .toList();
  }

  /** The parts of a stack; a Temporal server that was given is none of them. */
  static List<PartStatus> parts(StateDirectory state, DevMarker marker) {
    List<PartStatus> parts = new ArrayList<>();
    if (!marker.temporalUi().isEmpty()) {
      parts.add(status(TemporalPart.place(state), marker.temporalAddress()));
    }
    if (marker.hasLocalCluster()) {
      parts.add(status(ClusterPart.place(state), marker.gateway()));
    }
    parts.add(status(WorkerPart.place(state), marker.workerUrl()));
    return parts;
  }

  private static PartStatus status(ProcessPlace place, String address) {
    return new PartStatus(place.name(), place.pid(), address, place.log());
  }

  boolean isStopped() {
    return !temporal.place().isRunning()
        && !cluster.place().isRunning()
        && !worker.place().isRunning();
  }

  /** In order: who orders work, who does it, who remembers it. What does not run is passed over. */
  void stop() {
    stopParts(state);
  }

  static void stopParts(StateDirectory state) {
    WorkerPart.place(state).stop();
    ClusterPart.place(state).stop();
    TemporalPart.place(state).stop();
  }
}
