/**
 * A release: one attempt to bring one commit of a service to its environments. The workflow, its
 * records, its status, and the pure decisions it takes.
 */
@NullMarked
package dev.slipway.release;

import org.jspecify.annotations.NullMarked;
