/**
 * The command's own narrow view of a Temporal server, its adapter, and the one place where
 * Temporal's failures become sentences. Commands see {@link
 * dev.slipway.starter.server.SlipwayServer} only, so that they need no server to be tested and load
 * none of Temporal's classes until they speak to one.
 */
@NullMarked
package dev.slipway.starter.server;

import org.jspecify.annotations.NullMarked;
