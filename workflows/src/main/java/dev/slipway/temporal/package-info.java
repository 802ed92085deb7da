/**
 * What every part of Slipway must agree on to meet in Temporal: workflow ids, task queues, failure
 * types, search attributes, activity policies and the one data converter. Nobody else concatenates
 * an id or names a queue.
 */
@NullMarked
package dev.slipway.temporal;

import org.jspecify.annotations.NullMarked;
