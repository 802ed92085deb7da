/**
 * The embedded default: a Temporal server, a local cluster and a worker as processes of this
 * machine, and the demo that runs three releases on them. Everything lives in one state directory;
 * deleting it leaves nothing behind.
 */
@NullMarked
package dev.slipway.starter.dev;

import org.jspecify.annotations.NullMarked;
