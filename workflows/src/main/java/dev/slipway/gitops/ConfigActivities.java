package dev.slipway.gitops;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Reads, edits and renders a path of the config repository. Every method converges: called again,
 * it finds its work.
 */
@ActivityInterface(namePrefix = "Config")
public interface ConfigActivities {

  /** Renders the head of the production branch. No effect outside. */
  @ActivityMethod
  ConfigHead head(HeadOrder order);

  /**
   * Makes the branch that brings an artifact to the path, or finds the one that is there. A branch
   * whose base is behind is made anew on the present head only when the path's own content changed,
   * so that reviews stay valid.
   */
  @ActivityMethod
  ProposedChange propose(ChangeOrder order);

  /** Makes the branch that restores the path to its stable tree, or finds the one that is there. */
  @ActivityMethod
  ProposedChange restore(RestoreOrder order);
}
