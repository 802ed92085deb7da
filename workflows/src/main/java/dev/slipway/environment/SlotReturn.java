package dev.slipway.environment;

/** A release gives the slot (or its place in the queue) back. */
public record SlotReturn(String release, String reason) {}
