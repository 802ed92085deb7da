package dev.slipway.gitops.forge;

import java.util.Optional;

/** What becomes of a proposal's branch when its pull request has ended. */
final class Branches {

  private static final String OWN = "slipway";

  private Branches() {}

  /** One of our own, as long as it is what was decided on: somebody may have pushed it again. */
  static void deleteEnded(ForgeRepository repository, ForgeDialect dialect, RemotePull pull) {
    if (pull.branch().startsWith(OWN)) {
      Optional<String> head = dialect.branchHead(repository, pull.branch());
      if (head.equals(Optional.of(pull.head()))) {
        dialect.deleteBranch(repository, pull.branch());
      }
    }
  }
}
