package dev.slipway.starter.dev.demo;

import dev.slipway.rollout.AnalysisReading;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.CountText;
import dev.slipway.starter.dev.demo.Episode.Finding;
import dev.slipway.starter.dev.demo.LoadGenerator.Experience;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What happened, as a short table for a person. */
final class DemoReport {

  private DemoReport() {}

  static String of(List<Episode> episodes) {
    StringBuilder text = new StringBuilder("What happened\n\n");
    for (Episode episode : episodes) {
      append(text, episode);
    }
    boolean good = episodes.stream().allMatch(Episode::isAsItShouldBe);
    text.append(
        good
            ? "All three releases ended as they should."
            : "NOT everything is as it should be: see the lines that begin with 'not'.");
    return text.toString();
  }

  private static void append(StringBuilder text, Episode episode) {
    Experience seen = episode.experience();
    text.append(
        String.format(
            Locale.ROOT,
            "  %-28s %-12s %s from push to end%s%n",
            episode.release().input().key(),
            episode.result().outcome(),
            seconds(episode.fromPushToEnd()),
            decision(episode)));
    text.append(
        String.format(
            Locale.ROOT,
            "      customers    %s of %s requests failed (%.2f %%)%s%n",
            CountText.of(seen.failed()),
            CountText.of(seen.requests()),
            seen.requests() == 0 ? 0.0 : 100.0 * seen.failed() / seen.requests(),
            seen.failed() == 0
                ? ""
                : "; from the first failed answer to the last " + seconds(seen.suffering())));
    episode
        .rollout()
        .flatMap(RolloutStatus::analysis)
        .map(AnalysisReading::sentence)
        .filter(sentence -> !sentence.isBlank())
        .ifPresent(sentence -> text.append("      analysis     ").append(sentence).append('\n'));
    for (Finding finding : episode.findings()) {
      text.append(finding.holds() ? "      checked      " : "      not          ")
          .append(finding.text())
          .append('\n');
    }
    if (episode.result().outcome() != episode.change().expected()) {
      text.append("      not          ")
          .append(episode.change().expected())
          .append(", as it should have ended: ")
          .append(episode.result().reason())
          .append('\n');
    }
    text.append('\n');
  }

  private static String decision(Episode episode) {
    return episode
        .approval()
        .map(
            approval ->
                ", " + seconds(episode.awaitedPeople()) + " of them waiting for " + approval.by())
        .orElse("");
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
