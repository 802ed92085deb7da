/**
 * The platform file: which repository and team own a service, where its environments lie, and who
 * may do what. Records, parser and the policy that follows from them.
 */
@NullMarked
package dev.slipway.platform;

import org.jspecify.annotations.NullMarked;
