/**
 * Reads the JUnit XML that a test suite leaves, as text from outside: bounded and without entities.
 */
@NullMarked
package dev.slipway.build.report;

import org.jspecify.annotations.NullMarked;
