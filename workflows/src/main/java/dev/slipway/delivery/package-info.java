/**
 * The delivery file: one file in a service's repository that says how it is built, tested and
 * brought to its environments. Records, parser, schema and validation.
 */
@NullMarked
package dev.slipway.delivery;

import org.jspecify.annotations.NullMarked;
