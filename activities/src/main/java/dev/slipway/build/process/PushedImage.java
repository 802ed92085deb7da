package dev.slipway.build.process;

import dev.slipway.build.registry.OciRegistry;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The image that a build was told to push. A registry that does not answer is asked again here for
 * a while: the activity's own retry would build again.
 */
final class PushedImage {

  private static final int TRIES = 5;

  private final OciRegistry registry;
  private final Duration pause;

  PushedImage(OciRegistry registry, Duration pause) {
    this.registry = registry;
    this.pause = pause;
  }

  /** Its digest; empty when it was not pushed. */
  Optional<String> digest(String image, String tag, Pulse pulse) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return registry.digest(image, tag);
      } catch (ApplicationFailure e) {
        if (attempt == TRIES || !e.getType().equals(FailureType.UNREACHABLE.name())) {
          throw e;
        }
      }
      pulse.check();
      TimeUnit.MILLISECONDS.sleep(pause.toMillis() << (attempt - 1));
    }
  }
}
