/** What a platform file means, held against corpus, schema and reference page. */
@NullMarked
package dev.slipway.platform;

import org.jspecify.annotations.NullMarked;
