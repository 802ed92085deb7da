package dev.slipway.platform;

/**
 * Where the pods of a cluster's gateway (Traefik) tell what they have counted.
 *
 * @param namespace of its pods
 * @param selector labels of its pods, as {@code app=traefik}
 * @param metricsPort the port of each pod at which {@code /metrics} is
 */
public record GatewayBinding(String namespace, String selector, int metricsPort) {}
