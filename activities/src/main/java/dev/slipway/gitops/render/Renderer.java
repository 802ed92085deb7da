package dev.slipway.gitops.render;

import dev.slipway.gitops.ConfigPath;

/** Renders a path of the config repository at a commit. */
public interface Renderer {

  /**
   * The objects of the path, in the order in which they are applied: configuration, services, pods,
   * routes; within these as they stand in the files.
   *
   * @param commit full commit id
   * @param workload name of the Deployment whose pods the pod revision is about
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE, NOT_FOUND, MISCONFIGURED (the path
   *     cannot be rendered: file and line are named) or LIMIT_EXCEEDED; never an empty set instead
   *     of an error
   */
  Rendered render(ConfigPath path, String commit, String workload);
}
