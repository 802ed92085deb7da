package dev.slipway.traffic;

/**
 * What a router makes of a share that is asked for.
 *
 * @param canary the share that it brings, 0 to 100: the nearest that it can
 * @param pods how many pods the canary needs for it
 * @param byRequest each request is shared anew; otherwise connections are, and the requests of one
 *     go to one version together
 */
public record ShareOffer(double canary, int pods, boolean byRequest) {}
