/**
 * What builds leave for others: files by digest, and the answers of finished steps by release, so
 * that the same order again is answered and not carried out.
 */
@NullMarked
package dev.slipway.build.artifact;

import org.jspecify.annotations.NullMarked;
