/**
 * Reading bounds and places, and what the tests of both files share: the corpus and the schemas.
 */
@NullMarked
package dev.slipway.document;

import org.jspecify.annotations.NullMarked;
