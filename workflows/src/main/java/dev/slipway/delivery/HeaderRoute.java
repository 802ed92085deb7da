package dev.slipway.delivery;

/**
 * Requests with this header go to the canary at any weight: for testers.
 *
 * @param name of the header; upper and lower case are the same
 * @param value exactly this one
 */
public record HeaderRoute(String name, String value) {}
