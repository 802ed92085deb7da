package dev.slipway.service;

/** Placeholder until the entity's state is written in this package. */
public record ServiceState(String service) {}
