package dev.slipway.gitops;

/**
 * A comment for who opens the pull request later.
 *
 * @param key what it tells, such as {@code outcome}: there is one comment of a key
 * @param text Markdown
 */
public record CommentOrder(PullRequestRef ref, String key, String text) {}
