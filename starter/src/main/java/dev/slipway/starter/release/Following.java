package dev.slipway.starter.release;

import dev.slipway.release.ReleaseKey;
import dev.slipway.service.ReleaseRequest;
import dev.slipway.service.ServiceState;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import dev.slipway.starter.server.Json;
import dev.slipway.starter.server.Order;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import dev.slipway.temporal.WorkflowIds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Starts a release and, when asked to, watches it to its end. */
final class Following {

  /** The commit is read from the service's repository meanwhile. */
  private static final Duration STARTING = Duration.ofSeconds(60);

  private static final Duration INTERVAL = Duration.ofMillis(500);

  @Option(
      names = {"-w", "--watch"},
      description = "watch the release to its end; the exit code is that of its outcome")
  private boolean watch;

  int start(
      Surroundings here,
      ServerOptions options,
      CommonOptions common,
      String service,
      ReleaseRequest request) {
    try (SlipwayServer server = here.servers().apply(options)) {
      String release =
          server.order(
              Order.of(
                      WorkflowIds.service(service),
                      "release",
                      String.class,
                      STARTING,
                      List.of(request))
                  .beginningWith("Service", ServiceState.fresh(service)));
      if (watch) {
        return new ReleaseWatch(here, server, INTERVAL, Optional.empty())
            .follow(ReleaseKey.parse(release), common.isJson())
            .code();
      }
      if (common.isJson()) {
        Json.print(here.console(), Map.of("release", release));
      } else {
        here.console()
            .print(
                Line.of(Paint.BOLD, release)
                    .add(" started; follow it with slipway release watch " + release));
      }
      return ExitCode.DONE.code();
    }
  }
}
