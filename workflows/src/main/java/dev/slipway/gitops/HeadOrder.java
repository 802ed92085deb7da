package dev.slipway.gitops;

/**
 * @param path the path to read at its branch's head
 * @param workload name of the Deployment that is canaried
 */
public record HeadOrder(ConfigPath path, String workload) {}
