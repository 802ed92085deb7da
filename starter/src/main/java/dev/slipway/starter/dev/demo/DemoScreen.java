package dev.slipway.starter.dev.demo;

import dev.slipway.release.ReleaseStatus;
import dev.slipway.rollout.RolloutStatus;
import java.util.Optional;

/** Shows a release while it goes on. */
interface DemoScreen {

  /** Called again and again with what Temporal says now. */
  void show(ReleaseStatus release, Optional<RolloutStatus> rollout);

  /** Leaves the last state on the screen; what is printed next comes below it. */
  void leave();
}
