/**
 * The service entity: it watches the source branch and starts releases, one after another or a
 * bounded number at once.
 */
@NullMarked
package dev.slipway.service;

import org.jspecify.annotations.NullMarked;
