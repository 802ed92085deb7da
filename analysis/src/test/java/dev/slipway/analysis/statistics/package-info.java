/** What the statistics promise, tested from the outside. */
@NullMarked
package dev.slipway.analysis.statistics;

import org.jspecify.annotations.NullMarked;
