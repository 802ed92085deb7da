package dev.slipway.gitops;

/**
 * A pull request as last seen: the watch ends as soon as its state, head or number of reviews
 * differs from it.
 */
public record PullRequestWatch(PullRequest seen) {}
