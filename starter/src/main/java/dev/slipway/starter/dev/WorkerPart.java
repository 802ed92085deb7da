package dev.slipway.starter.dev;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The worker: workflows, builds, and the work of clusters. */
final class WorkerPart {

  static final String NAME = "worker";

  private final StateDirectory state;
  private final ProcessPlace place;
  private final JavaCommand java;

  WorkerPart(StateDirectory state, JavaCommand java) {
    this.state = state;
    place = place(state);
    this.java = java;
  }

  static ProcessPlace place(StateDirectory state) {
    return new ProcessPlace(NAME, state.worker());
  }

  ProcessPlace place() {
    return place;
  }

  /**
   * @param embedded whether Temporal is the embedded server; else the worker reads from the
   *     environment, as this command did, where it is
   */
  void start(DevMarker marker, boolean embedded, Duration branchPoll) {
    if (place.isRunning()) {
      return;
    }
    Map<String, String> ours = java.environment();
    if (embedded) {
      ours.put("TEMPORAL_ADDRESS", marker.temporalAddress());
      ours.put("TEMPORAL_NAMESPACE", marker.temporalNamespace());
    }
    place.start(java.line("worker", "512m", settings(marker, branchPoll)), ours);
  }

  private List<String> settings(DevMarker marker, Duration branchPoll) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "--server.port=" + URI.create(marker.workerUrl()).getPort(),
                "--slipway.platform-file=" + state.platformFile(),
                "--slipway.work=" + state.worker(),
                "--slipway.artifacts=" + state.artifacts(),
                "--slipway.branch-poll=" + branchPoll.toMillis() + "ms"));
    if (marker.hasLocalCluster()) {
      settings.add("--slipway.clusters.local=" + marker.clusterState());
    }
    return settings;
  }

  void awaitReady(DevMarker marker, Duration limit) {
    place.required().await(() -> HttpProbe.isFine(marker.workerUrl() + "/actuator/health"), limit);
  }
}
