package dev.slipway.build.process;

/**
 * All processes that come of one script: those of its session, and those that carry its mark in
 * their environment, wherever they have gone.
 *
 * @param id the mark: value of {@code SLIPWAY_PROCESS} in the environment of each of them
 * @param leader pid of the script's shell, which leads the session; 0 while it is not known
 * @param started when the leader was started, as {@link ProcessTable#started} tells it; empty while
 *     it is not known
 * @param watched whether the leader is this process's own child, so that its number has not been
 *     given to another since it ended
 */
record ProcessTree(String id, long leader, String started, boolean watched) {

  /** Name of the mark in the environment. */
  static final String MARK = "SLIPWAY_PROCESS";

  /** Before its leader is started. */
  static ProcessTree announced(String id) {
    return new ProcessTree(id, 0, "", false);
  }

  /** Led by a child of this process. */
  ProcessTree ledByChild(long pid, String startedAt) {
    return new ProcessTree(id, pid, startedAt, true);
  }
}
