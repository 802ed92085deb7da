/**
 * The composition root: one process that runs workflows and activities, registers search
 * attributes, watches branches and clusters, and answers health and metrics. Everything it composes
 * is plain Java that knows nothing of Spring.
 */
@NullMarked
package dev.slipway.worker;

import org.jspecify.annotations.NullMarked;
