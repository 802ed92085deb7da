/**
 * Reading the YAML files that people write: within bounds, with a line and a field path for every
 * problem, and all problems at once. The delivery file and the platform file are read with it.
 */
@NullMarked
package dev.slipway.document;

import org.jspecify.annotations.NullMarked;
