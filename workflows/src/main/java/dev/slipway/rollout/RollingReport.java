package dev.slipway.rollout;

/**
 * How the pods of a rolling update are.
 *
 * @param healthy all are of the new revision and ready
 * @param detail how many pods are ready; when not healthy, why not, with the last log lines of a
 *     crash
 */
public record RollingReport(boolean healthy, String detail) {}
