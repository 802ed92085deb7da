/**
 * The one way in: an HTTP/1.1 reverse proxy that spreads requests by the weights of the routes and
 * counts what it saw.
 */
@NullMarked
package dev.slipway.localcluster.gateway;

import org.jspecify.annotations.NullMarked;
