package dev.slipway.build;

import dev.slipway.delivery.TestSuite;

/**
 * Which suite to run, in a workspace of the commit.
 *
 * @param release the release's key as text; with the suite's name the idempotency key
 */
public record TestOrder(
    String release,
    String service,
    String repository,
    String commit,
    TestSuite suite,
    Artifact artifact) {}
