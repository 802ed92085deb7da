package dev.slipway.starter.dev;

import dev.slipway.starter.dev.DevStack.PartStatus;
import java.util.List;
import java.util.Locale;

/** What {@code slipway dev} shows. */
final class DevScreen {

  private DevScreen() {}

  static String addresses(DevMarker marker) {
    String ui =
        marker.temporalUi().isEmpty() ? "" : "  Web UI         " + marker.temporalUi() + "\n";
    return "Slipway runs.\n"
        + ("  Temporal       " + marker.temporalAddress() + "\n")
        + ui
        + (marker.hasLocalCluster() ? "  services       " + marker.gateway() + "\n" : "")
        + ("  worker         " + marker.workerUrl() + "/actuator/health\n")
        + ("  platform file  " + marker.state() + "/platform.yaml\n")
        + ("  state          " + marker.state());
  }

  static String parts(List<PartStatus> parts) {
    StringBuilder text = new StringBuilder();
    for (PartStatus part : parts) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-9s %-14s %-26s log %s%n",
              part.name(),
              part.pid().map(pid -> "runs, " + pid).orElse("does not run"),
              part.address(),
              part.log()));
    }
    return text.toString().stripTrailing();
  }
}
