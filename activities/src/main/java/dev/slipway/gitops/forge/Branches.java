package dev.slipway.gitops.forge;

import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a proposal's branch when its pull request has ended. */
final class Branches {

  private static final Logger LOG = LoggerFactory.getLogger(Branches.class);

  private static final String OWN = "slipway";

  private Branches() {}

  /**
   * One of our own, as long as it is what was decided on: somebody may have pushed it again. Where
   * the forge does not let us, it stays: what became of the pull request is true all the same.
   *
   * @throws ApplicationFailure UNREACHABLE: tried again
   */
  static void deleteEnded(ForgeRepository repository, ForgeDialect dialect, RemotePull pull) {
    if (!pull.branch().startsWith(OWN)) {
      return;
    }
    Optional<String> head = dialect.branchHead(repository, pull.branch());
    if (!head.equals(Optional.of(pull.head()))) {
      return;
    }
    try {
      dialect.deleteBranch(repository, pull.branch());
    } catch (ApplicationFailure e) {
      if (!e.getType().equals(FailureType.MISCONFIGURED.name())) {
        throw e;
      }
      LOG.warn("branch {} stays: {}", pull.branch(), e.getOriginalMessage());
    }
  }
}
