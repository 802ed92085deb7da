package dev.slipway.environment;

/** Placeholder until the entity's state is written in this package. */
public record EnvironmentState(EnvironmentKey key) {}
