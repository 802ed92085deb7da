package dev.slipway.benchmarks;

import dev.slipway.benchmarks.blocks.BlocksReport;
import dev.slipway.benchmarks.canary.CanaryFigures;
import dev.slipway.benchmarks.canary.CanaryTable;
import dev.slipway.benchmarks.canary.PodFigures;
import dev.slipway.benchmarks.reconcile.ReconcileBenchmark;
import dev.slipway.benchmarks.release.ReleaseBenchmark;
import dev.slipway.benchmarks.server.Machine;
import dev.slipway.benchmarks.server.TemporalServer;
import dev.slipway.benchmarks.waiting.WaitingBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The command behind {@code benchmarks/run.sh}. */
public final class Benchmarks {

  private static final String USAGE =
      "usage: benchmarks/run.sh release | beside | waiting | timeline | smoke  [SERVER_SETTING=VALUE ...]\n       benchmarks/run.sh blocks | canary [RELEASES] | canary-figures [RELEASES] | canary-pods [RELEASES] | reconcile";

  private Benchmarks() {}

  public static void main(String[] arguments) throws IOException {
    List<String> settings = Stream.of(arguments).skip(1).toList();
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "release" -> {
        release(10, 30, settings);
        waiting(2_000, Duration.ofSeconds(20), settings);
      }
      case "beside" -> release(10, 30, settings);
      case "waiting" -> waiting(2_000, Duration.ofSeconds(20), settings);
      case "smoke" -> {
        release(1, 2, settings);
        waiting(20, Duration.ofSeconds(3), settings);
        CanaryFigures.print(System.out, 5, 6);
        PodFigures.print(System.out, 2);
      }
      case "timeline" -> {
        try (TemporalServer server = TemporalServer.start(System.getenv(), settings)) {
          ReleaseBenchmark.run(server, 5, 1).printTimeline(System.out);
        }
      }
      case "reconcile" -> ReconcileBenchmark.run(kubeconfig(), "local", 100, System.out);
      case "canary" -> CanaryTable.print(System.out, System.err, releases(settings, 300));
      case "canary-figures" -> {
        int releases = releases(settings, 2_000);
        CanaryFigures.print(System.out, releases, Math.max(2, releases / 5));
      }
      case "canary-pods" -> PodFigures.print(System.out, releases(settings, 2_000));
      case "blocks" -> BlocksReport.print(System.out, 3);
      default -> {
        System.err.println(USAGE);
        System.exit(2);
      }
    }
    // Neither the SDK's nor gRPC's threads are all daemons.
    System.exit(0);
  }

  /** That of {@code $KUBECONFIG}, else of the laboratory. */
  private static Path kubeconfig() {
    String named = System.getenv("KUBECONFIG");
    return named != null
        ? Path.of(named)
        : Path.of(System.getProperty("user.home"), ".cache", "slipway-lab", "kube", "kubeconfig");
  }

  private static int releases(List<String> arguments, int usual) {
    return arguments.isEmpty() ? usual : Integer.parseInt(arguments.getFirst());
  }

  private static void release(int warmUps, int rounds, List<String> settings) throws IOException {
    try (TemporalServer server = TemporalServer.start(System.getenv(), settings)) {
      System.out.println(Machine.description(server));
      settings.forEach(setting -> System.out.println("with " + setting));
      System.out.println(warmUps + " rounds to warm up, then " + rounds + " that are counted.\n");
      ReleaseBenchmark.run(server, warmUps, rounds).print(System.out);
    }
    System.out.println();
  }

  /** On a server of its own, so that nothing of the first part is in its memory. */
  private static void waiting(int releases, Duration window, List<String> settings)
      throws IOException {
    try (TemporalServer server = TemporalServer.start(System.getenv(), settings)) {
      WaitingBenchmark.run(server, releases, window).print(System.out);
    }
    System.out.println();
  }
}
