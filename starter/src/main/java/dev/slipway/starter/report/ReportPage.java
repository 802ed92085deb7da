package dev.slipway.starter.report;

import dev.slipway.release.Approval;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.screen.Times;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * A report as one HTML page: no script, nothing that is loaded, light or dark as the reader's
 * system. Whatever comes from outside is escaped, and a policy on the page forbids the rest.
 */
public final class ReportPage {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss z", Locale.ENGLISH);

  private final ReleaseReport report;
  private final ZoneId zone;
  private final Instant now;
  private final StringBuilder page = new StringBuilder();

  /**
   * @param now when it is written
   * @param zone of the reader
   */
  public ReportPage(ReleaseReport report, Instant now, ZoneId zone) {
    this.report = report;
    this.zone = zone;
    this.now = now;
  }

  /** The whole page. */
  public String html() {
    String title = release().input().key() + ": " + state();
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .append("default-src 'none'; style-src 'unsafe-inline'\">")
        .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
        .append("<meta name=\"referrer\" content=\"no-referrer\"><title>")
        .append(Html.text(title))
        .append("</title><style>\n")
        .append(style())
        .append("</style></head>\n<body><main>\n");
    heading();
    decision();
    course();
    page.append(new StepTable(report, zone, now).html());
    page.append("<footer>Written by slipway release report on ")
        .append(Html.text(at(now)))
        .append(". The same as JSON: <code>slipway release report --json ")
        .append(Html.text(release().input().key().toString()))
        .append("</code></footer>\n</main></body></html>\n");
    return page.toString();
  }

  private void heading() {
    page.append("<header><h1>")
        .append(Html.text(release().input().key().service()))
        .append(" <span class=\"soft\">")
        .append(Html.text(release().input().key().toString().replaceFirst("^[^/]*/", "")))
        .append("</span></h1><p class=\"soft\">")
        .append(Html.text(release().subject()))
        .append("</p><p class=\"outcome ")
        .append(tone())
        .append("\">")
        .append(Html.text(state()))
        .append("</p>");
    release()
        .result()
        .map(ReleaseResult::reason)
        .filter(reason -> !reason.isBlank())
        .ifPresent(
            reason -> page.append("<p class=\"why\">").append(Html.text(reason)).append("</p>"));
    page.append("<dl>");
    fact("Started", at(release().startedAt()) + " by " + release().input().startedBy());
    release().result().ifPresent(result -> fact("Ended", ended(result)));
    if (!release().team().isBlank()) {
      fact("Team", release().team());
    }
    release().artifact().ifPresent(artifact -> fact("Artifact", artifact.reference()));
    release().pullRequest().ifPresent(link -> fact("Change", link));
    page.append("</dl></header>\n");
  }

  private String ended(ReleaseResult result) {
    return at(result.endedAt())
        + ", after "
        + Times.words(Duration.between(release().startedAt(), result.endedAt()));
  }

  private void decision() {
    page.append("<section><h2>Who decided, and why</h2>");
    if (release().approvals().isEmpty()) {
      page.append("<p>Nobody was asked: the checks and the analysis decided.</p>");
    } else {
      page.append(
          "<div class=\"scroll\"><table><thead><tr><th>Who<th>When<th>Through<th>Reason</tr></thead><tbody>");
      for (Approval approval : release().approvals()) {
        page.append("<tr><td>")
            .append(Html.text(approval.by()))
            .append("<td class=\"t\">")
            .append(Html.text(at(approval.at())))
            .append("<td>")
            .append(Html.text(approval.through()))
            .append("<td class=\"d\">")
            .append(Html.text(approval.reason().isBlank() ? "approved" : approval.reason()))
            .append("</tr>");
      }
      page.append("</tbody></table></div>");
    }
    report
        .rollout()
        .flatMap(RolloutStatus::result)
        .ifPresent(
            result ->
                page.append("<p>The rollout in ")
                    .append(Html.text(report.environment()))
                    .append(" ended <strong>")
                    .append(Html.text(words(result.outcome())))
                    .append("</strong>: ")
                    .append(Html.text(result.reason()))
                    .append("</p>"));
    for (String pod : report.pods()) {
      page.append("<p class=\"why\">").append(Html.text(pod)).append("</p>");
    }
    report.course().ifPresent(course -> page.append(MetricTable.html(course)));
    page.append("</section>\n");
  }

  private void course() {
    page.append("<section><h2>The rollout")
        .append(report.environment().isEmpty() ? "" : " in " + Html.text(report.environment()))
        .append("</h2>");
    Optional<RolloutCourse> course = report.course().filter(found -> !found.moments().isEmpty());
    if (course.isPresent()) {
      pictures(course.get());
    } else {
      page.append("<p class=\"soft\">")
          .append(Html.text(report.missing().isEmpty() ? "Nothing was counted." : report.missing()))
          .append("</p>");
    }
    page.append("</section>\n");
  }

  private void pictures(RolloutCourse course) {
    CourseCharts charts = new CourseCharts(course);
    page.append("<p class=\"soft\">From the canary's first traffic at ")
        .append(Html.text(at(course.since())))
        .append(", minutes and seconds; each stretch is a weight.")
        .append(
            switch (course.baseline()) {
              case STABLE -> "";
              case FRESH ->
                  " It was compared with a fresh baseline: pods of the stable revision, as young as the canary's.";
            })
        .append("</p>")
        .append(Legend.versions(course))
        .append("<h3>Share of traffic that the canary had</h3>")
        .append(charts.weight())
        .append("<h3>Evidence of a regression</h3>")
        .append(
            "<p class=\"soft\">How many times more likely than chance it is that the canary is worse, on a logarithmic scale.</p>")
        .append(Legend.evidence(course))
        .append(charts.evidence())
        .append("<h3>Failed requests</h3>")
        .append(charts.errors());
    String latency = charts.latency();
    if (!latency.isEmpty()) {
      page.append("<h3>Latency: 95 of 100 requests were faster</h3>")
          .append("<p class=\"soft\">Estimated from counts at the recorded boundaries.</p>")
          .append(latency);
    }
    page.append(StretchTable.html(course));
  }

  private void fact(String name, String value) {
    page.append("<dt>").append(name).append("</dt><dd>").append(Html.text(value)).append("</dd>");
  }

  private ReleaseStatus release() {
    return report.release();
  }

  private String state() {
    return release()
        .result()
        .map(result -> words(result.outcome()))
        .orElseGet(() -> words(release().phase()));
  }

  private String tone() {
    return release()
        .result()
        .map(
            result ->
                switch (result.outcome()) {
                  case PROMOTED -> "good";
                  case ROLLED_BACK, FAILED -> "bad";
                  case REJECTED, ABORTED, SUPERSEDED, EXPIRED -> "wait";
                })
        .orElse("wait");
  }

  private String at(Instant instant) {
    return TIME.format(instant.atZone(zone));
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String style() {
    try (InputStream css = ReportPage.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("the page's style is a part of the program");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the page's style is a part of the program", e);
    }
  }
}
