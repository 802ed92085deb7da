/**
 * Jobs of a path on a cluster: which of its objects they are, the Job that is made of one for a
 * revision, and watching it to its end.
 */
@NullMarked
package dev.slipway.hook;

import org.jspecify.annotations.NullMarked;
