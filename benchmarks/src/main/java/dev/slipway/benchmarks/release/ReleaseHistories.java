package dev.slipway.benchmarks.release;

import dev.slipway.benchmarks.release.History.Span;
import io.temporal.api.enums.v1.EventType;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that one release left behind.
 *
 * @param environment only what it did for this release
 */
record ReleaseHistories(History release, History rollout, History environment) {

  Script script() {
    return Script.of(release, environment, rollout);
  }

  /** What the issue bounds: the environment is an entity, whose history continues as new. */
  int boundedEvents() {
    return release.size() + rollout.size();
  }

  Map<String, Long> activities() {
    Map<String, Long> all = new TreeMap<>();
    each()
        .forEach(
            history -> history.activities().forEach((type, n) -> all.merge(type, n, Long::sum)));
    return all;
  }

  long localActivities() {
    return each().mapToLong(History::localActivities).sum();
  }

  long workflowTasks() {
    return each()
        .mapToLong(history -> history.count(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED))
        .sum();
  }

  long signals() {
    return each()
        .mapToLong(
            history ->
                history.count(EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED))
        .sum();
  }

  /** The time in which at least one activity was scheduled or ran. */
  Duration inActivities() {
    List<Span> spans = new ArrayList<>();
    each().forEach(history -> spans.addAll(history.spans()));
    return Span.covered(spans);
  }

  /** From the release's first event to its last. */
  Duration whole() {
    return Duration.between(
        History.at(release.events().getFirst()), History.at(release.events().getLast()));
  }

  /** All events in order, with milliseconds since the first: where the time goes. */
  void printTimeline(PrintStream out) {
    Instant begin = History.at(release.events().getFirst());
    Map<String, History> named = new LinkedHashMap<>();
    named.put("Release", release);
    named.put("  Environment", environment);
    named.put("    Rollout", rollout);
    named.entrySet().stream()
        .flatMap(each -> each.getValue().events().stream().map(e -> Map.entry(each.getKey(), e)))
        .sorted(Comparator.comparing(each -> History.at(each.getValue())))
        .forEach(
            each ->
                out.printf(
                    Locale.ROOT,
                    "%7d  %-18s %s%n",
                    Duration.between(begin, History.at(each.getValue())).toMillis(),
                    each.getKey(),
                    History.said(each.getValue())));
  }

  private Stream<History> each() {
    return Stream.of(release, rollout, environment);
  }
}
