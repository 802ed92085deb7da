/**
 * Logs of builds and tests: written within a bound while a script runs, read in pieces by whoever
 * follows it, and named by release and step everywhere.
 */
@NullMarked
package dev.slipway.build.log;

import org.jspecify.annotations.NullMarked;
