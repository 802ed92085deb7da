package dev.slipway.starter.report;

import dev.slipway.release.StepStatus;
import dev.slipway.starter.screen.Digests;
import dev.slipway.starter.screen.PlainText;
import dev.slipway.starter.screen.Times;
import dev.slipway.temporal.WorkflowIds;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** All steps with their times; those of the rollout below the step that waited for it. */
final class StepTable {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final ReleaseReport report;
  private final ZoneId zone;
  private final Instant now;
  private final StringBuilder table = new StringBuilder();

  StepTable(ReleaseReport report, ZoneId zone, Instant now) {
    this.report = report;
    this.zone = zone;
    this.now = now;
  }

  String html() {
    table.append(
        "<section><h2>Steps</h2><div class=\"scroll\"><table><thead><tr><th>Step<th>Result<th class=\"n\">Began<th class=\"n\">Took<th>Detail</tr></thead><tbody>");
    for (StepStatus step : report.release().steps()) {
      row(step, false);
      if (WorkflowIds.isRollout(step.reference())
          && WorkflowIds.environmentOfRollout(step.reference()).equals(report.environment())) {
        report
            .rollout()
            .map(found -> found.steps())
            .orElse(List.of())
            .forEach(each -> row(each, true));
      }
    }
    return table.append("</tbody></table></div></section>\n").toString();
  }

  private void row(StepStatus step, boolean within) {
    table
        .append(within ? "<tr class=\"in\"><td>" : "<tr><td>")
        .append(Html.text(step.name()))
        .append("<td class=\"t ")
        .append(tone(step))
        .append("\">")
        .append(step.state().name().toLowerCase(Locale.ROOT))
        .append("<td class=\"n\">")
        .append(step.startedAt().map(start -> CLOCK.format(start.atZone(zone))).orElse(""))
        .append("<td class=\"n\">")
        .append(step.startedAt().map(start -> took(step, start)).orElse(""))
        .append("<td class=\"d soft\">")
        .append(Html.text(Digests.abbreviate(PlainText.first(step.detail()))))
        .append("</tr>");
  }

  private String took(StepStatus step, Instant start) {
    return Times.words(Duration.between(start, step.endedAt().orElse(now)));
  }

  private static String tone(StepStatus step) {
    return switch (step.state()) {
      case PASSED -> "good";
      case FAILED -> "bad";
      case RUNNING, WAITING -> "wait";
      case PENDING, SKIPPED -> "soft";
    };
  }
}
