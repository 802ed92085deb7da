package dev.slipway.gitops;

/**
 * @param number the forge's number
 * @param link where a person sees it: http(s), or the ref that plain git shows
 */
public record PullRequestRef(String repository, int number, String link) {}
