package dev.slipway.starter.release;

import dev.slipway.release.ReleaseKey;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.SlipwayServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Follows a release to its end. A server or worker that is away for a while is waited for: the
 * release survives that, and so does who watches it.
 */
final class ReleaseWatch {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Surroundings here;
  private final Releases releases;
  private final Duration interval;
  private final Optional<Duration> limit;

  ReleaseWatch(
      Surroundings here, SlipwayServer server, Duration interval, Optional<Duration> limit) {
    this.here = here;
    releases = new Releases(server);
    this.interval = interval;
    this.limit = limit;
  }

  /**
   * @return the code of the release's outcome, or TIMEOUT
   */
  ExitCode follow(ReleaseKey key, boolean json) {
    ReleaseView view = releases.view(key, here.clock().instant());
    try (Viewer viewer = viewer(json)) {
      Instant start = here.clock().instant();
      viewer.show(view);
      while (!view.hasEnded()) {
        if (limit.isPresent() && !here.clock().instant().isBefore(start.plus(limit.get()))) {
          return ExitCode.TIMEOUT;
        }
        pause();
        view = next(key, viewer);
        viewer.show(view);
      }
    }
    return view.exitCode();
  }

  private Viewer viewer(boolean json) {
    if (json) {
      return new JsonViewer(here);
    }
    return here.console().terminal() ? new LiveViewer(here) : new PlainViewer(here);
  }

  private ReleaseView next(ReleaseKey key, Viewer viewer) {
    Instant since = here.clock().instant();
    while (true) {
      try {
        return releases.view(key, here.clock().instant());
      } catch (CliException e) {
        boolean patient = here.clock().instant().isBefore(since.plus(PATIENCE));
        if (e.code() != ExitCode.UNREACHABLE || !patient) {
          throw e;
        }
        viewer.silence(e.sentence());
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(interval);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "Interrupted; the release goes on.", e);
    }
  }
}
