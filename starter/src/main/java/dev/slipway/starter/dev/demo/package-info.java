/**
 * The demo: three real releases of a real small service on the embedded default, under load, on the
 * screen. It only pushes commits, sends requests and looks: everything that it says was read from
 * Temporal, Git or the gateway.
 */
@NullMarked
package dev.slipway.starter.dev.demo;

import org.jspecify.annotations.NullMarked;
