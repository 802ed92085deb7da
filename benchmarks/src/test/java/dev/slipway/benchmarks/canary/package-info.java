@NullMarked
package dev.slipway.benchmarks.canary;

import org.jspecify.annotations.NullMarked;
