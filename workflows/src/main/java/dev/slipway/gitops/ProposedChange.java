package dev.slipway.gitops;

/**
 * A branch with the wanted change on top of the production branch's head.
 *
 * @param branch name of the proposal's branch
 * @param commit its head
 * @param base the production branch as it is
 * @param proposed the production branch as it would be
 * @param diffDigest digest of the rendered difference: what an approval is bound to; independent of
 *     other paths' commits
 * @param diff the rendered difference for a person, Secrets shown as changed only, at most 8 kB
 */
public record ProposedChange(
    String branch,
    String commit,
    RenderedState base,
    RenderedState proposed,
    String diffDigest,
    String diff) {

  /** Nothing would change for this path. */
  public boolean isNoOp() {
    return base.revision().equals(proposed.revision());
  }
}
