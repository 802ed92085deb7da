package dev.slipway.platform;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.Optional;

/** Reads the platform file: a local activity, as the file is the worker's own. */
@ActivityInterface(namePrefix = "Platform")
public interface PlatformActivities {

  /**
   * What the platform says of a service; empty when it does not know it. The file is read anew when
   * it changed.
   */
  @ActivityMethod
  Optional<ServiceBinding> binding(String service);
}
