package dev.slipway.gitops;

/**
 * The production branch's head, for one path: what is rendered there, and who changed the path
 * last.
 */
public record ConfigHead(RenderedState state, CommitCause cause) {}
