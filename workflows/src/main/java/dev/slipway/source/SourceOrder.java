package dev.slipway.source;

/**
 * What to read.
 *
 * @param repository where the service's source is
 * @param revision a full commit id, or a branch name
 * @param deliveryFile path of the delivery file inside the repository
 */
public record SourceOrder(String repository, String revision, String deliveryFile) {}
