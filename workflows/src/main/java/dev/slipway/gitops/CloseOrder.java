package dev.slipway.gitops;

/**
 * @param comment why, for the person who opens the pull request later
 */
public record CloseOrder(PullRequestRef ref, String comment) {}
