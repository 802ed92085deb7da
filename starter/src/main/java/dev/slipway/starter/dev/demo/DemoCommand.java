package dev.slipway.starter.dev.demo;

import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.dev.DevMarker;
import dev.slipway.starter.dev.DevStack;
import dev.slipway.starter.dev.Installation;
import dev.slipway.starter.dev.Progress;
import dev.slipway.starter.dev.StackSession;
import dev.slipway.starter.dev.StateDirectory;
import dev.slipway.starter.server.Json;
import dev.slipway.temporal.WorkflowIds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway demo}: three real releases, on this machine or on a Kubernetes cluster. */
@Command(
    name = "demo",
    description = {
      "Shows Slipway at work: three real releases of a small real service, under load.",
      "One is released with nobody touching it, one with a defect is caught and rolled back, one waits for you."
    })
public final class DemoCommand implements Callable<Integer> {

  private final Surroundings here;

  private static final Duration UNATTENDED_PAUSE = Duration.ofSeconds(8);
  private static final Duration FAST_PAUSE = Duration.ofSeconds(1);

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "where everything is kept (default: ~/.local/state/slipway-demo)")
  private @Nullable Path stateOption;

  @Option(names = "--rate", paramLabel = "N", description = "requests in a second (default: 200)")
  private int rate = 200;

  @Option(
      names = "--unattended",
      description = "nobody will type: approve by itself (so it is where there is no terminal)")
  private boolean unattended;

  @Option(names = "--fast", description = "approve by itself almost at once; implies --unattended")
  private boolean fast;

  @Option(
      names = "--keep-running",
      negatable = true,
      description =
          "whether everything runs on at the end, until Enter or Ctrl-C (default: at a terminal)")
  private @Nullable Boolean keepRunning;

  @Mixin private final ClusterOptions cluster = new ClusterOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public DemoCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    Progress progress = new Progress(common.isJson() ? here.console().err() : here.console().out());
    Map<String, String> environment = here.environment();
    Git git = Git.installed(environment);
    StateDirectory state =
        stateOption == null ? DemoState.usual(environment) : new StateDirectory(stateOption);
    try (Venue venue = venue(progress)) {
      Installation installation = Installation.own();
      StackSession.stopEarlier(state);
      DemoState.empty(state);
      DevStack stack = new DevStack(state, installation, venue.stack(), environment, progress);
      try (StackSession session = StackSession.begin(state, stack, progress)) {
        progress.print("Slipway's demo. Everything is kept in " + state.root());
        venue.open(state);
        DemoRepositories repositories =
            new DemoRepositories(git, state, venue.sample(installation));
        repositories.create();
        DemoState.write(state.platformFile(), venue.platform());
        progress.say("made two bare Git repositories in " + state.repositories());
        DevMarker marker = session.start();
        progress.say(
            venue.parts()
                + " run"
                + (marker.temporalUi().isEmpty() ? "" : "; watch in " + marker.temporalUi()));
        boolean good = show(venue, repositories, marker, progress);
        linger(progress);
        return (good ? ExitCode.DONE : ExitCode.NO).code();
      }
    }
  }

  /** What a cluster lacks is said before anything is changed. */
  private Venue venue(Progress progress) {
    Optional<ClusterRequest> request = cluster.request();
    if (request.isEmpty()) {
      return new LocalVenue();
    }
    Kubectl kubectl = Kubectl.installed(here.environment(), request.get().context());
    return new KubernetesVenue(
        request.get(),
        kubectl,
        new ClusterSurvey(request.get(), kubectl).ground(),
        "slipway-demo-" + Long.toString(here.clock().millis(), Character.MAX_RADIX),
        progress);
  }

  private boolean show(
      Venue venue, DemoRepositories repositories, DevMarker marker, Progress progress) {
    String program = Attendance.program(marker);
    try (TemporalView temporal = new TemporalView(marker, here.environment());
        LoadGenerator load = new LoadGenerator(venue.service(marker), rate)) {
      temporal.requireUnknown(WorkflowIds.service("shop"));
      ApprovalDesk desk =
          new ApprovalDesk(
              temporal::approve,
              progress,
              program,
              Attendance.isAtTerminal() && !unattended && !fast,
              fast ? FAST_PAUSE : UNATTENDED_PAUSE);
      DemoScreen screen =
          here.console().terminal() && !common.isJson()
              ? new TreeScreen(here, load::count)
              : new LineScreen(progress);
      ReleaseFollower follower = new ReleaseFollower(temporal, screen, desk);
      List<Episode> episodes =
          new Demo(repositories, follower, venue.view(marker), load, progress).run();
      progress.print("");
      progress.print(DemoReport.of(episodes));
      progress.print("");
      progress.print(WhereToLook.text(venue, marker, repositories, program));
      if (common.isJson()) {
        Json.print(here.console(), episodes);
      }
      return episodes.stream().allMatch(Episode::isAsItShouldBe);
    }
  }

  private void linger(Progress progress) {
    boolean stay = keepRunning == null ? Attendance.isAtTerminal() && !fast : keepRunning;
    if (!stay) {
      return;
    }
    progress.print("");
    progress.print("Everything runs on, so that you can look around. Enter or Ctrl-C stops it.");
    try {
      if (System.in.read() < 0) {
        Thread.sleep(Long.MAX_VALUE);
      }
    } catch (IOException e) {
      progress.print("The terminal cannot be read (" + e.getMessage() + "): stopping.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
