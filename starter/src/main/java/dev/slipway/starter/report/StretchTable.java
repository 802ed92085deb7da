package dev.slipway.starter.report;

import dev.slipway.starter.CountText;
import dev.slipway.starter.report.RolloutCourse.Counts;
import dev.slipway.starter.report.RolloutCourse.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The numbers behind the pictures, for each stretch of one weight. */
final class StretchTable {

  private StretchTable() {}

  static String html(RolloutCourse course) {
    StringBuilder table = new StringBuilder();
    table
        .append(
            "<h3>In numbers</h3><div class=\"scroll\"><table><thead><tr><th class=\"n\">Weight<th class=\"n\">From<th class=\"n\">Until")
        .append("<th class=\"n\">Canary requests<th class=\"n\">failed<th class=\"n\">95 % within")
        .append("<th class=\"n\">")
        .append(capital(course.baseline().title()))
        .append(
            " requests<th class=\"n\">failed<th class=\"n\">95 % within<th class=\"n\">Evidence</tr></thead><tbody>");
    double until = 0;
    for (List<Moment> stretch : stretches(course.moments())) {
      table
          .append(
              cell(TimeChart.plain(stretch.getFirst().weight()) + " %").replaceFirst("^", "<tr>"))
          .append(cell(TimeChart.clock(until)))
          .append(cell(TimeChart.clock(stretch.getLast().t())))
          .append(arm(stretch.stream().map(Moment::canary).reduce(Bin::sum).orElseThrow()))
          .append(arm(stretch.stream().map(Moment::stable).reduce(Bin::sum).orElseThrow()))
          .append(cell(TimeChart.plain(stretch.getLast().evidence())))
          .append("</tr>");
      until = stretch.getLast().t();
    }
    return table.append("</tbody></table></div>").toString();
  }

  private static String arm(Counts counts) {
    OptionalDouble errors = Bin.errorRate(counts);
    OptionalDouble slowest = Bin.slowest(counts);
    return cell(CountText.of(counts.requests()))
        + cell(errors.isPresent() ? TimeChart.plain(errors.getAsDouble()) + " %" : "–")
        + cell(slowest.isPresent() ? Math.round(slowest.getAsDouble()) + " ms" : "–");
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String cell(String text) {
    return "<td class=\"n\">" + Html.text(text);
  }

  private static List<List<Moment>> stretches(List<Moment> moments) {
    List<List<Moment>> all = new ArrayList<>();
    for (Moment moment : moments) {
      if (all.isEmpty() || all.getLast().getFirst().weight() != moment.weight()) {
        all.add(new ArrayList<>());
      }
      all.getLast().add(moment);
    }
    return all;
  }
}
