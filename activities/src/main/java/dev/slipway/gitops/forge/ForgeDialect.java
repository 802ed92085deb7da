package dev.slipway.gitops.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.gitops.MergeOrder;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.Review;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** In what forges of GitHub's kind differ from each other. Each method is one exchange or a few. */
public interface ForgeDialect {

  /** The pull requests from this branch to this base, newest first. */
  List<RemotePull> ofBranch(ForgeRepository repository, String base, String branch);

  /** Tries to merge, once, guarded by the order's head. */
  MergeAttempt merge(ForgeRepository repository, RemotePull pull, MergeOrder order);

  /**
   * A review that counts, for or against; empty for a comment, one's own, one of a person without
   * the right to write, or one that waits.
   */
  Optional<Review> review(JsonNode review, RemotePull pull);

  /**
   * Puts labels on a pull request besides those that it has, and makes them where the repository
   * has none of the name. A forge that does not let us changes nothing.
   */
  void label(ForgeRepository repository, RemotePull pull, List<String> labels);

  /** Who closed it without merging, where the forge tells. */
  Optional<String> closedBy(ForgeRepository repository, int number);

  /** The commit of a branch; empty when it does not exist. */
  Optional<String> branchHead(ForgeRepository repository, String branch);

  /** Deletes a branch; nothing happens when it is gone. */
  void deleteBranch(ForgeRepository repository, String branch);

  /** What others' checks and statuses say of a commit, by name. */
  Map<String, PullRequest.Checks> checks(ForgeRepository repository, String commit);
}
