package dev.slipway.release;

import dev.slipway.build.Artifact;
import dev.slipway.cluster.Target;
import dev.slipway.gitops.ChangeOrder;
import dev.slipway.gitops.ConfigActivities;
import dev.slipway.gitops.ProposedChange;
import dev.slipway.gitops.RestoreOrder;
import dev.slipway.rollout.RevisionRef;
import java.util.Map;

/** What a release brings to an environment. */
sealed interface Cargo {

  /** Digest that decisions and quarantine are bound to. */
  String digest();

  /** For people: what it is. */
  String title();

  /** Trailers of the merge commit beside {@code Slipway-Release}. */
  Map<String, String> trailers();

  /** Makes or finds the branch with the change. */
  ProposedChange propose(ConfigActivities config, Target target, ReleaseKey release);

  /** A new artifact, built from a commit of the service. */
  record NewArtifact(Artifact artifact, String commit) implements Cargo {

    @Override
    public String digest() {
      return artifact.digest();
    }

    @Override
    public String title() {
      return artifact.reference() + " of commit " + commit;
    }

    @Override
    public Map<String, String> trailers() {
      return Map.of("Slipway-Commit", commit, "Slipway-Artifact", artifact.reference());
    }

    @Override
    public ProposedChange propose(ConfigActivities config, Target target, ReleaseKey release) {
      return config.propose(
          new ChangeOrder(
              target.config(),
              release.toString(),
              target.key().environment(),
              target.workload(),
              artifact,
              commit));
    }
  }

  /** An earlier revision of the environment. */
  record EarlierRevision(RevisionRef revision) implements Cargo {

    @Override
    public String digest() {
      return revision.artifact().orElse(revision.revision());
    }

    @Override
    public String title() {
      return "the earlier revision " + revision.revision();
    }

    @Override
    public Map<String, String> trailers() {
      return Map.of("Slipway-Restore", revision.revision());
    }

    @Override
    public ProposedChange propose(ConfigActivities config, Target target, ReleaseKey release) {
      return config.restore(
          new RestoreOrder(
              target.config(),
              release.toString(),
              target.key().environment(),
              target.workload(),
              revision.commit(),
              "rollback by release " + release));
    }
  }
}
