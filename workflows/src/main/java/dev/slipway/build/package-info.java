/** Making an artifact from a commit and running its test suites. */
@NullMarked
package dev.slipway.build;

import org.jspecify.annotations.NullMarked;
