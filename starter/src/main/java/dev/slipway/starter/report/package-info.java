/**
 * {@code slipway release report}: how a release went and why, on one page that needs nothing but a
 * browser, and the same as JSON.
 */
@NullMarked
package dev.slipway.starter.report;

import org.jspecify.annotations.NullMarked;
