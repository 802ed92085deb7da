/**
 * What is on the wire: recorded histories of every shipped version are replayed, payloads are
 * compared with golden ones.
 */
@NullMarked
package dev.slipway.replay;

import org.jspecify.annotations.NullMarked;
