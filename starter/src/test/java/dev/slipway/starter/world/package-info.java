/**
 * Fakes and fixtures of the command tests: a server in memory, a console that remembers, records of
 * the contract.
 */
@NullMarked
package dev.slipway.starter.world;

import org.jspecify.annotations.NullMarked;
