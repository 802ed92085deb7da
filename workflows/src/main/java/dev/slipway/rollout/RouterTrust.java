package dev.slipway.rollout;

import java.util.Optional;

/**
 * Whether the router may be believed to share the requests as it was told.
 *
 * @param breach the sentence for a person when it surely does not
 * @param doubted it cannot be told yet: a step does not pass meanwhile
 */
public record RouterTrust(Optional<String> breach, boolean doubted) {

  /** Nothing speaks against it. */
  public static final RouterTrust FULL = new RouterTrust(Optional.empty(), false);
}
