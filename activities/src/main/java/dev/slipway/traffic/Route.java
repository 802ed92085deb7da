package dev.slipway.traffic;

/**
 * Where traffic to a service is shared.
 *
 * @param name of the HTTPRoute
 * @param stable name of the stable version's Service
 * @param canary name of the canary's Service
 */
public record Route(String namespace, String name, String stable, String canary) {}
