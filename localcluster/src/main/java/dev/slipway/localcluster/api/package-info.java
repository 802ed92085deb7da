/**
 * The HTTP API: JSON over loopback with a bearer token, because whoever may write here may run
 * commands.
 */
@NullMarked
package dev.slipway.localcluster.api;

import org.jspecify.annotations.NullMarked;
