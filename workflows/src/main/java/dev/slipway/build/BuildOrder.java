package dev.slipway.build;

import dev.slipway.delivery.BuildSpec;

/**
 * What to build. The release is the idempotency key: the same order again returns the artifact that
 * is stored already.
 *
 * @param release the release's key as text
 * @param service the service's name
 * @param repository where the source is
 * @param commit the full commit id
 * @param spec the delivery file's build section at that commit
 */
public record BuildOrder(
    String release, String service, String repository, String commit, BuildSpec spec) {}
