package dev.slipway.starter.report;

import dev.slipway.starter.report.RolloutCourse.MetricEnd;

/** What the analysis found of each metric in the end. */
final class MetricTable {

  private MetricTable() {}

  static String html(RolloutCourse course) {
    StringBuilder table = new StringBuilder();
    table.append(
        "<div class=\"scroll\"><table><thead><tr><th>Metric<th class=\"n\">Evidence<th>Not worse?<th>What was found</tr></thead><tbody>");
    for (MetricEnd metric : course.metrics()) {
      table
          .append("<tr><td>")
          .append(Html.text(metric.name()))
          .append("<td class=\"n\">")
          .append(TimeChart.plain(metric.evidence()))
          .append(
              switch (metric.verdict()) {
                case HEALTHY -> "<td class=\"t good\">proven";
                case REGRESSED -> "<td class=\"t bad\">worse";
                case INCONCLUSIVE -> "<td class=\"t soft\">not proven";
              })
          .append("<td class=\"d\">")
          .append(Html.text(metric.sentence()))
          .append("</tr>");
    }
    return table
        .append(
            "</tbody></table></div><p class=\"soft\">All metrics share one promise: a healthy version is rolled back with a probability of at most ")
        .append(TimeChart.plain(100 * course.falseRollback()))
        .append(" % over the whole rollout.</p>")
        .toString();
  }
}
