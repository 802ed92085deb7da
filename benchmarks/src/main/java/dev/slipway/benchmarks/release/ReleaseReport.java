package dev.slipway.benchmarks.release;

import dev.slipway.benchmarks.Sample;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/**
 * What a release cost beside the bare workflows.
 *
 * @param flats one workflow with the activities only
 * @param twins with the signals, queries and the child, too
 * @param cold a release before the warm-up
 * @param warm one after all
 */
public record ReleaseReport(
    Sample releases, Sample flats, Sample twins, ReleaseHistories cold, ReleaseHistories warm) {

  private static final double TIME_GOAL = 1.2;
  private static final int EVENT_GOAL = 150;

  public void print(PrintStream out) {
    Map<String, Long> activities = warm.activities();
    long count = activities.values().stream().mapToLong(Long::longValue).sum();
    out.printf(
        Locale.ROOT,
        "A whole release: 1 build, 1 suite, deployment mode, canary at 1, 10, 25 and 50 %%, soak.%n");
    out.printf(
        Locale.ROOT,
        "%d activities, %d local activities, %d signals, %d workflow tasks:%n",
        count,
        warm.localActivities(),
        warm.signals(),
        warm.workflowTasks());
    activities.forEach((type, n) -> out.printf(Locale.ROOT, "  %3d %s%n", n, type));
    out.println();
    out.printf(Locale.ROOT, "%-54s%10s%10s%10s%n", "milliseconds", "minimum", "median", "maximum");
    out.printf(
        Locale.ROOT,
        "%-54s%s%n",
        "A  release (Release, Environment, Rollout, Service)",
        releases.columns());
    out.printf(
        Locale.ROOT, "%-54s%s%n", "B  bare: one workflow, the same activities", flats.columns());
    out.printf(
        Locale.ROOT,
        "%-54s%s%n",
        "C  bare, with the same signals, queries and child",
        twins.columns());
    printRatio(out, "A / B", flats);
    out.printf(Locale.ROOT, "A / C: %.2f%n", releases.medianMillis() / twins.medianMillis());
    out.printf(
        Locale.ROOT,
        "Of the last release's %d ms, %d ms had an activity scheduled or running; %d ms were between them.%n",
        warm.whole().toMillis(),
        warm.inActivities().toMillis(),
        warm.whole().minus(warm.inActivities()).toMillis());
    out.println();
    out.printf(
        Locale.ROOT,
        "events: Release %d + Rollout %d = %d; goal at most %d: %s. Environment's share: %d.%n",
        warm.release().size(),
        warm.rollout().size(),
        warm.boundedEvents(),
        EVENT_GOAL,
        warm.boundedEvents() <= EVENT_GOAL
            ? "met"
            : "MISSED by " + (warm.boundedEvents() - EVENT_GOAL),
        warm.environment().size());
    if (cold.boundedEvents() != warm.boundedEvents()) {
      out.printf(
          Locale.ROOT,
          "(The first canaried release had %d: how signals and tasks meet changes the number a little.)%n",
          cold.boundedEvents());
    }
  }

  /** Every event of the last release. */
  public void printTimeline(PrintStream out) {
    warm.printTimeline(out);
  }

  private void printRatio(PrintStream out, String what, Sample floor) {
    double ratio = releases.medianMillis() / floor.medianMillis();
    out.printf(
        Locale.ROOT,
        "%s: %.2f; goal at most %.1f: %s%n",
        what,
        ratio,
        TIME_GOAL,
        ratio <= TIME_GOAL
            ? "met"
            : String.format(
                Locale.ROOT,
                "MISSED by %.0f ms",
                releases.medianMillis() - TIME_GOAL * floor.medianMillis()));
  }
}
