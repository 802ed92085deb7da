/** What a delivery file means, held against corpus, schema and reference page. */
@NullMarked
package dev.slipway.delivery;

import org.jspecify.annotations.NullMarked;
