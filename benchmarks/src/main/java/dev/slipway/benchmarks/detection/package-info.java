/** How fast the analysis stops a bad canary, and how seldom a healthy one, on simulated traffic. */
@NullMarked
package dev.slipway.benchmarks.detection;

import org.jspecify.annotations.NullMarked;
