package dev.slipway.starter.release;

import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import dev.slipway.starter.screen.PlainText;
import dev.slipway.starter.server.Json;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway release status}. */
@Command(name = "status", description = "Shows a release on one screen.")
public final class StatusCommand implements Callable<Integer> {

  private final Surroundings here;

  @Parameters(
      index = "0",
      paramLabel = "RELEASE",
      description = "key, beginning of it, commit or service")
  private String release = "";

  @Option(names = "--diff", description = "show the rendered change that a decision is about, too")
  private boolean diff;

  @Option(
      names = "--exit-code",
      description = "end with the code of the outcome; 0 while it is under way")
  private boolean byOutcome;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public StatusCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    ReleaseView view;
    try (SlipwayServer open = here.servers().apply(server)) {
      view = new Releases(open).view(new ReleaseFinder(open).find(release), here.clock().instant());
    }
    if (common.isJson()) {
      Json.print(here.console(), view);
    } else {
      here.console().print(new ReleaseScreen(view, here.times()).lines());
      if (diff) {
        printDiff(view);
      }
    }
    return (byOutcome ? view.exitCode() : ExitCode.DONE).code();
  }

  private void printDiff(ReleaseView view) {
    here.console().print(Line.empty());
    if (view.release().diff().isBlank()) {
      here.console().print(Line.of(Paint.DIM, "  no change is proposed now"));
    }
    for (String line : PlainText.lines(view.release().diff())) {
      Paint paint =
          line.startsWith("+") ? Paint.GREEN : line.startsWith("-") ? Paint.RED : Paint.PLAIN;
      here.console().print(Line.of(paint, line));
    }
  }
}
