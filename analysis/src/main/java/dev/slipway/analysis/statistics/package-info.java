/**
 * The sequential statistics that the analysis is made of, each usable and tested by itself.
 *
 * <p>Nothing here knows of releases, metrics or time limits. Everything is a pure function of
 * counts or an immutable value that is continued with the next block of counts. The common notion
 * is the <em>e-process</em>: a number that starts at 1, is never negative, and whose mean stays at
 * most 1 while the null hypothesis holds. By Ville's inequality it then exceeds {@code 1/alpha}
 * <em>ever</em> with a probability of at most {@code alpha}; one may look after every block and
 * stop whenever one likes. Evidence is kept as a natural logarithm throughout, so that nothing
 * overflows.
 */
@NullMarked
package dev.slipway.analysis.statistics;

import org.jspecify.annotations.NullMarked;
