package dev.slipway.starter.dev;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The embedded Temporal server: its state is one SQLite file, so that a kill loses nothing. */
final class TemporalPart {

  static final String NAME = "temporal";

  private final StateDirectory state;
  private final ProcessPlace place;
  private final Supplier<Path> executable;

  TemporalPart(StateDirectory state, Supplier<Path> executable) {
    this.state = state;
    place = place(state);
    this.executable = executable;
  }

  static ProcessPlace place(StateDirectory state) {
    return new ProcessPlace(NAME, state.temporal());
  }

  ProcessPlace place() {
    return place;
  }

  void start(DevMarker marker) {
    if (place.isRunning()) {
      return;
    }
    URI api = URI.create("tcp://" + marker.temporalAddress());
    URI ui = URI.create(marker.temporalUi());
    place.start(
        List.of(
            executable.get().toString(),
            "server",
            "start-dev",
            "--ip",
            "127.0.0.1",
            "--port",
            String.valueOf(api.getPort()),
            "--ui-port",
            String.valueOf(ui.getPort()),
            "--db-filename",
            state.temporal().resolve("temporal.db").toString(),
            "--sqlite-pragma",
            "journal_mode=wal",
            "--sqlite-pragma",
            "synchronous=normal",
            "--dynamic-config-value",
            "system.enableActivityEagerExecution=true",
            "--dynamic-config-value",
            "history.transferProcessorMaxPollRPS=1000",
            "--log-level",
            "warn"),
        Map.of());
  }

  /** The Web UI's own question goes through to the server: both are there when it is answered. */
  void awaitReady(DevMarker marker, Duration limit) {
    place
        .required()
        .await(
            () ->
                HttpProbe.isFine(
                    marker.temporalUi() + "/api/v1/namespaces/" + marker.temporalNamespace()),
            limit);
  }
}
