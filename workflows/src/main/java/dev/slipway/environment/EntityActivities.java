package dev.slipway.environment;

import dev.slipway.delivery.EnvironmentPlan;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Optional;

/**
 * What workflow code cannot do by itself: speak to an entity that may not run yet, and ask whether
 * a workflow runs.
 */
@ActivityInterface(namePrefix = "Entity")
public interface EntityActivities {

  /**
   * Signal-with-start of the environment. Repeating it is harmless: a candidacy is keyed by its
   * release.
   *
   * @return the gates of what is stable there, which a new release cannot loosen; empty when
   *     nothing is stable yet, or what is was not brought by a release
   */
  @ActivityMethod
  Optional<EnvironmentPlan> announce(Candidacy candidacy);

  /**
   * The revisions that were stable before the present one, newest first, and behind them those that
   * are quarantined; empty when the environment does not run. No effect outside.
   */
  @ActivityMethod
  List<StableRevision> earlierRevisions(EnvironmentKey key);

  /**
   * The rollout that the environment had last; empty when Temporal knows of none. No effect
   * outside.
   */
  @ActivityMethod
  Optional<LastRollout> lastRollout(EnvironmentKey key);

  /**
   * What the environment knew that ran before the one that asks, as far as its history in Temporal
   * tells; empty when there was none, or Temporal keeps it no longer. No effect outside.
   */
  @ActivityMethod
  Optional<EnvironmentMemory> lastMemory(EnvironmentKey key);

  /** Whether a workflow of this id runs now. No effect outside. */
  @ActivityMethod
  boolean isRunning(String workflowId);
}
