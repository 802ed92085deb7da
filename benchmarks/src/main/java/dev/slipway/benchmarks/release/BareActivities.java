package dev.slipway.benchmarks.release;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** In the place of what speaks to the environment's entity. */
@ActivityInterface(namePrefix = "Bare")
public interface BareActivities {

  /** Answers at once. */
  @ActivityMethod
  void nothing();

  /** Signal-with-start and a query, as the announcement of a release does. */
  @ActivityMethod
  int announce();
}
