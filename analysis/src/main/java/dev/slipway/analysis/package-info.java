/**
 * Is the canary worse than stable? An answer that can be trusted however often one asks; a library
 * of its own on the JDK alone.
 *
 * <p>A worked example. Two metrics, looked at every five seconds while the canary gets a tenth of
 * the traffic:
 *
 * <pre>{@code
 * AnalysisPlan plan =
 *     new AnalysisPlan(
 *         0.01,                                        // at most 1 % of healthy canaries are ever rolled back
 *         1,                                           // first attempt with this artifact
 *         1,                                           // every request is routed by itself
 *         Duration.ofSeconds(60),                      // latency is judged once the canary is warm
 *         List.of(
 *             MetricPlan.errors("errors", 0.005),      // an advance needs proof: not worse by half a point
 *             MetricPlan.latency("latency", 0.05)));   // at 25 ms, 50 ms, ... 2.5 s
 * AnalysisState state = CanaryAnalysis.start(plan);
 *
 * // each block: how many requests, how many failed, how many were slower than each boundary
 * ArmCounts canary = new ArmCounts(50, 3, List.of(46L, 30L, 10L, 1L, 0L, 0L, 0L));
 * ArmCounts stable = new ArmCounts(450, 1, List.of(418L, 280L, 91L, 4L, 0L, 0L, 0L));
 * state = CanaryAnalysis.observe(state, new Block(Duration.ofSeconds(5), canary, stable));
 *
 * AnalysisReport report = CanaryAnalysis.report(state);
 * report.verdict();     // INCONCLUSIVE
 * report.evidence();    // 18.5: so much more likely than chance is a regression; it rolls back at 111
 * String kept = state.encode();                        // survives a crash of the process
 *
 * state = CanaryAnalysis.observe(AnalysisState.decode(kept), new Block(Duration.ofSeconds(10), canary, stable));
 * CanaryAnalysis.report(state).verdict();              // REGRESSED, after six failed requests
 * state = CanaryAnalysis.nextStep(state);              // had it not regressed: the same analysis at the next weight
 * }</pre>
 *
 * <p>What it promises, what it needs, and where it comes from:
 *
 * <ul>
 *   <li><b>One bound for a whole rollout.</b> Evidence is an average of e-processes ({@link
 *       dev.slipway.analysis.statistics}); it reaches {@code 1/alpha} ever with a probability of at
 *       most alpha while the canary is not worse in any metric. The first attempt with an artifact
 *       has 0.9 of alpha, those after it share the rest; so the first rolls back at 111 for alpha =
 *       1 %.
 *   <li><b>It is the comparison that counts.</b> An incident, a burst or a change of weight that
 *       meets both versions cancels. This needs both versions to be counted at the same place and
 *       instant, requests to be split at random, and blocks that lie within one weight. With sticky
 *       routing phi is 4, or what {@link dev.slipway.analysis.statistics.Overdispersion} found in
 *       history. Few instances that differ by themselves are covered once their spread is known
 *       ({@link dev.slipway.analysis.statistics.PodSpread}, {@link MetricHistory#spread()}).
 *   <li><b>History makes it faster, not truer.</b> With {@link MetricHistory} and a {@link
 *       TrafficForecast} the stakes follow what the traffic can resolve, and a histogram is tested
 *       by scores that fit it; without, the prior and the scores are even. {@link
 *       dev.slipway.analysis.statistics.Sizing} says before a release what its traffic can prove at
 *       all.
 *   <li><b>Metrics of one's own share the same bound.</b> A pair of counters or a histogram, either
 *       way worse, is counted in a {@link Tally} for each block.
 *   <li><b>A step is left early by proof, not by the lack of alarm.</b> HEALTHY needs evidence of
 *       20 for each metric that it is not worse than its tolerance, anew in each step.
 *   <li><b>No data is INCONCLUSIVE.</b>
 * </ul>
 *
 * <p>Units: seconds for boundaries, shares from 0 to 1 for rates and tolerances, counts are
 * increments. Everything is immutable, without clock and chance: the same blocks give the same
 * bits.
 */
@NullMarked
package dev.slipway.analysis;

import org.jspecify.annotations.NullMarked;
