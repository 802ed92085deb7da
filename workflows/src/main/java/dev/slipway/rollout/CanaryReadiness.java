package dev.slipway.rollout;

/**
 * @param ready whether all pods that were asked for are ready
 * @param detail how many pods are ready; when not, why not, with the last log lines of a crash
 */
public record CanaryReadiness(boolean ready, String detail) {}
