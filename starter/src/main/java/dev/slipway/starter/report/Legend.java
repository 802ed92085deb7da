package dev.slipway.starter.report;

import dev.slipway.starter.report.RolloutCourse.MetricEvidence;
import java.util.List;

/** What the lines of a chart mean. */
final class Legend {

  private Legend() {}

  static String versions(RolloutCourse course) {
    return "<p class=\"legend\">"
        + entry("canary", "canary")
        + entry("stable", course.baseline().title())
        + "</p>";
  }

  static String evidence(RolloutCourse course) {
    List<String> metrics =
        course.moments().getFirst().metrics().stream().map(MetricEvidence::name).toList();
    StringBuilder legend = new StringBuilder("<p class=\"legend\">");
    legend.append(
        entry("evidence", metrics.size() > 1 ? "all metrics together" : metrics.getFirst()));
    for (int i = 0; metrics.size() > 1 && i < metrics.size(); i++) {
      legend.append(entry("metric m" + i % 4, metrics.get(i) + " alone"));
    }
    return legend.append(entry("bound", "bound")).append("</p>").toString();
  }

  private static String entry(String style, String name) {
    return "<span><svg aria-hidden=\"true\" viewBox=\"0 0 26 10\"><path class=\""
        + style
        + "\" d=\"M0 5H26\"/></svg>"
        + Html.text(name)
        + "</span>";
  }
}
