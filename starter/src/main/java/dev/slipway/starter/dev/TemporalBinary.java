package dev.slipway.starter.dev;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gets the executable of the embedded Temporal server by the first way that is open: on the PATH,
 * cached, downloaded, built.
 */
final class TemporalBinary {

  private final List<TemporalSource> ways;

  TemporalBinary(List<TemporalSource> ways) {
    this.ways = List.copyOf(ways);
  }

  static TemporalBinary usual(Installation installation, Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", "");
    Path cached = TemporalRelease.cached(environment);
    List<TemporalSource> ways = new ArrayList<>();
    ways.add(new InstalledTemporal(path));
    ways.add(new CachedTemporal(cached));
    Optional<String> platform = TemporalRelease.platform();
    platform.ifPresent(
        name ->
            ways.add(
                new DownloadedTemporal(
                    environment.getOrDefault(
                        DownloadedTemporal.MIRROR, DownloadedTemporal.OFFICIAL),
                    name,
                    TemporalRelease.digest(name),
                    cached)));
    ways.add(new BuiltTemporal(path, installation.temporalModule(), cached));
    return new TemporalBinary(ways);
  }

  /**
   * @throws DevException when no way is open: one sentence that says how to get one
   */
  Path obtain(Progress progress) {
    List<String> reasons = new ArrayList<>();
    for (TemporalSource way : ways) {
      switch (way.find(progress)) {
        case TemporalSource.Answer.Found(Path executable) -> {
          return executable;
        }
        case TemporalSource.Answer.Closed(String why) -> reasons.add(why);
      }
    }
    throw new DevException(
        "There is no Temporal server ("
            + String.join("; ", reasons)
            + "): install the Temporal CLI (https://docs.temporal.io/cli/setup-cli) or Go 1.25 or newer,"
            + " or set TEMPORAL_ADDRESS to a server that runs.");
  }
}
