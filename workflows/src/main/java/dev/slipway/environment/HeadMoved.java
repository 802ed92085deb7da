package dev.slipway.environment;

/** A watched branch has a new head: only ever a nudge, the entity reads the branch itself. */
public record HeadMoved(String commit) {}
