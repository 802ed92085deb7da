package dev.slipway.starter.release;

import dev.slipway.analysis.Verdict;
import dev.slipway.delivery.Baseline;
import dev.slipway.rollout.AnalysisReading;
import dev.slipway.rollout.MetricReading;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.CountText;
import dev.slipway.starter.screen.Bar;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The canary's weight and the evidence of its analysis, with bars. */
public final class CanaryLines {

  private static final int LABEL = 12;
  private static final String INDENT = "  ";

  private CanaryLines() {}

  /** None where there is no canary. */
  public static List<Line> of(RolloutStatus rollout) {
    if (rollout.input().plan().rolling().isPresent()) {
      return List.of();
    }
    List<Line> lines = new ArrayList<>();
    lines.add(
        label("canary")
            .addAll(Bar.of(rollout.weight() / 100, Paint.CYAN))
            .add("  " + percent(rollout.weight()) + " of traffic"));
    Baseline baseline = rollout.input().plan().baseline();
    if (baseline == Baseline.FRESH) {
      lines.add(
          label("")
              .add(
                  Paint.DIM,
                  "compared with a fresh baseline: pods of stable, as young as the canary's"));
    }
    lines.addAll(estimated(rollout));
    return lines;
  }

  /** What was found, with each metric's interval and what its proof still needs below. */
  static List<Line> estimated(RolloutStatus rollout) {
    List<Line> lines = new ArrayList<>(found(rollout));
    for (MetricReading metric :
        rollout.analysis().map(AnalysisReading::metrics).orElse(List.of())) {
      // Facts and evidence are said already.
      String[] parts = metric.sentence().split("; ", 3);
      if (parts.length == 3) {
        lines.add(label("").outside(Paint.DIM, metric.name() + ": " + parts[2]));
      }
    }
    return lines;
  }

  /** What the analysis has found, without the weight; none before it has begun. */
  static List<Line> found(RolloutStatus rollout) {
    return rollout
        .analysis()
        .map(analysis -> of(analysis, rollout.input().plan().baseline()))
        .orElse(List.of());
  }

  /** Evidence on a logarithmic scale: its left end is none, its right one rolls back. */
  private static List<Line> of(AnalysisReading analysis, Baseline baseline) {
    List<Line> lines = new ArrayList<>();
    Paint paint = paint(analysis);
    lines.add(
        label("evidence")
            .addAll(Bar.logarithmic(analysis.evidence(), analysis.bound(), paint))
            .add("  " + number(analysis.evidence()))
            .add(Paint.DIM, " of " + number(analysis.bound()))
            .add("  ")
            .add(paint, words(analysis)));
    analysis.metrics().forEach(metric -> lines.add(of(metric, baseline)));
    if (!analysis.sentence().isBlank()) {
      lines.add(label("").outside(Paint.DIM, analysis.sentence()));
    }
    return lines;
  }

  private static Line of(MetricReading metric, Baseline baseline) {
    Line line = Line.of(INDENT).outside(Paint.DIM, metric.name()).column(INDENT.length() + LABEL);
    if (metric.canaryRequests() == 0) {
      return line.add(Paint.YELLOW, "no traffic yet");
    }
    return line.add(rate(metric.canaryRate()))
        .add(Paint.DIM, " of " + number((double) metric.canaryRequests()) + " canary, ")
        .add(rate(metric.stableRate()))
        .add(
            Paint.DIM,
            " of %s %s".formatted(number((double) metric.stableRequests()), baseline.title()))
        .add(Paint.DIM, " · evidence ")
        .add(number(metric.evidence()));
  }

  private static Line label(String text) {
    return Line.of(INDENT).add(Paint.DIM, text).column(INDENT.length() + LABEL);
  }

  private static Paint paint(AnalysisReading analysis) {
    return switch (analysis.verdict()) {
      case HEALTHY -> Paint.GREEN;
      case REGRESSED -> Paint.RED;
      case INCONCLUSIVE -> Paint.YELLOW;
    };
  }

  private static String words(AnalysisReading analysis) {
    String verdict = analysis.verdict().name().toLowerCase(Locale.ROOT);
    return analysis.proven() && analysis.verdict() != Verdict.REGRESSED
        ? verdict + ", proven"
        : verdict;
  }

  static String percent(double value) {
    return (value == Math.rint(value)
            ? String.valueOf((long) value)
            : String.format(Locale.ROOT, "%.1f", value))
        + "%";
  }

  private static String rate(double share) {
    return String.format(Locale.ROOT, "%.2f%%", share * 100);
  }

  private static String number(double value) {
    if (value < 10) {
      return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
    }
    return value < 1e7
        ? CountText.of(Math.round(value))
        : String.format(Locale.ROOT, "%.1e", value);
  }
}
