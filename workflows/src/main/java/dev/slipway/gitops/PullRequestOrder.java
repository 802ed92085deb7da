package dev.slipway.gitops;

/**
 * @param repository the config repository
 * @param base the production branch
 * @param branch the proposal's branch: the idempotency key, as a forge holds one open pull request
 *     per branch
 * @param body Markdown
 */
public record PullRequestOrder(
    String repository, String base, String branch, String title, String body) {}
