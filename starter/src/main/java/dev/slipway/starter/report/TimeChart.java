package dev.slipway.starter.report;

import dev.slipway.starter.CountText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** Lines over the time of a rollout, as an SVG picture within a page. */
final class TimeChart {

  static final int WIDTH = 920;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 22;
  private static final int BOTTOM = 26;
  private static final double[] TIME_STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 604_800
  };
  private static final int MOST_TICKS = 9;

  private final String title;
  private final String description;
  private final int height;
  private final double end;
  private final Scale scale;
  private final StringBuilder marks = new StringBuilder();

  /**
   * A value's place between the bottom (0) and the top (1).
   *
   * @param ticks values that are written at the side
   */
  record Scale(DoubleFunction<Double> place, List<Double> ticks, DoubleFunction<String> label) {

    /** From 0 to a round number above the largest. */
    static Scale linear(double largest, String unit) {
      double step = roundStep(Math.max(largest, 1e-9) / 4);
      double top = step * Math.max(1, Math.ceil(largest / step - 1e-9));
      List<Double> ticks = new ArrayList<>();
      for (int i = 0; i * step <= top * (1 + 1e-9); i++) {
        ticks.add(i * step);
      }
      return new Scale(value -> value / top, ticks, value -> plain(value) + " " + unit);
    }

    /** Powers of ten, from one to another. */
    static Scale logarithmic(double low, double high) {
      double from = Math.floor(Math.log10(low));
      double to = Math.ceil(Math.log10(high));
      int every = Math.max(1, (int) Math.ceil((to - from) / 6));
      List<Double> ticks = new ArrayList<>();
      for (double power = from; power <= to; power += every) {
        ticks.add(Math.pow(10, power));
      }
      return new Scale(
          value -> (Math.clamp(Math.log10(value), from, to) - from) / (to - from),
          ticks,
          TimeChart::plain);
    }

    private static double roundStep(double step) {
      double power = Math.pow(10, Math.floor(Math.log10(step)));
      double digits = step / power;
      return power * (digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 5 ? 5 : 10);
    }
  }

  /** A point in time; a line is broken where there is no value. */
  record Point(double t, OptionalDouble value) {}

  /**
   * @param description what the picture shows, for those who cannot see it
   * @param end of the time, in seconds
   */
  TimeChart(String title, String description, int height, double end, Scale scale) {
    this.title = title;
    this.description = description;
    this.height = height;
    this.end = Math.max(1, end);
    this.scale = scale;
  }

  /** Stretches of one weight behind the lines; every other one is shaded. */
  TimeChart bands(List<Double> begins, List<String> labels) {
    for (int i = 0; i < begins.size(); i++) {
      double from = x(begins.get(i));
      double to = i + 1 < begins.size() ? x(begins.get(i + 1)) : WIDTH - RIGHT;
      if (i % 2 == 1) {
        marks.append(
            String.format(
                Locale.ROOT,
                "<rect class=\"band\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                from,
                TOP,
                to - from,
                height - TOP - BOTTOM));
      }
      if (to - from > 26) {
        marks.append(
            String.format(
                Locale.ROOT,
                "<text class=\"step\" x=\"%.1f\" y=\"%d\">%s</text>",
                (from + to) / 2,
                TOP - 8,
                Html.text(labels.get(i))));
      }
    }
    return this;
  }

  /** A line from point to point. */
  TimeChart line(String style, List<Point> points) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (Point point : points) {
      if (point.value().isEmpty()) {
        drawing = false;
        continue;
      }
      path.append(
          String.format(
              Locale.ROOT,
              "%s%.1f %.1f",
              drawing ? "L" : "M",
              x(point.t()),
              y(point.value().getAsDouble())));
      drawing = true;
    }
    marks.append("<path class=\"").append(style).append("\" d=\"").append(path).append("\"/>");
    return this;
  }

  /** A level that means something, with its name. */
  TimeChart level(double value, String label) {
    marks.append(
        String.format(
            Locale.ROOT,
            "<path class=\"bound\" d=\"M%d %.1fH%d\"/><text class=\"note\" text-anchor=\"end\" x=\"%d\" y=\"%.1f\">%s</text>",
            LEFT,
            y(value),
            WIDTH - RIGHT,
            WIDTH - RIGHT - 4,
            y(value) - 5,
            Html.text(label)));
    return this;
  }

  /** An instant that means something, with its name. */
  TimeChart event(double t, double value, String label) {
    boolean late = x(t) > WIDTH / 2.0;
    marks.append(
        String.format(
            Locale.ROOT,
            "<circle class=\"event\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/><text class=\"mark\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
            x(t),
            y(value),
            late ? "end" : "start",
            x(t) + (late ? -10 : 10),
            Math.min(y(value) + 16, height - BOTTOM - 6.0),
            Html.text(label)));
    return this;
  }

  /** The whole picture. */
  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
            String.format(
                Locale.ROOT,
                "<svg role=\"img\" viewBox=\"0 0 %d %d\" xmlns=\"http://www.w3.org/2000/svg\">",
                WIDTH,
                height))
        .append("<title>")
        .append(Html.text(title))
        .append("</title><desc>")
        .append(Html.text(description))
        .append("</desc>");
    for (double tick : scale.ticks()) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<path class=\"grid\" d=\"M%d %.1fH%d\"/><text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"%.1f\">%s</text>",
              LEFT,
              y(tick),
              WIDTH - RIGHT,
              LEFT - 8,
              y(tick) + 4,
              Html.text(scale.label().apply(tick))));
    }
    return svg.append(marks).append(times()).append("</svg>").toString();
  }

  private String times() {
    double step = TIME_STEPS[TIME_STEPS.length - 1];
    for (int i = TIME_STEPS.length - 1; i >= 0 && end / TIME_STEPS[i] <= MOST_TICKS; i--) {
      step = TIME_STEPS[i];
    }
    StringBuilder ticks = new StringBuilder();
    for (double t = 0; t <= end; t += step) {
      ticks.append(
          String.format(
              Locale.ROOT,
              "<text class=\"tick\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%s</text>",
              x(t),
              height - 8,
              clock(t)));
    }
    return ticks.toString();
  }

  /** {@code 0:30}, {@code 12:00}, {@code 1:30:00}. */
  static String clock(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  /** No more digits than it needs. */
  static String plain(double value) {
    if (value >= 1e6 || (value > 0 && value < 1e-3)) {
      return String.format(Locale.ROOT, "%.0e", value);
    }
    if (value >= 100) {
      return CountText.of(Math.round(value));
    }
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  private double x(double t) {
    return LEFT + (WIDTH - LEFT - RIGHT) * Math.clamp(t / end, 0, 1);
  }

  private double y(double value) {
    return TOP + (height - TOP - BOTTOM) * (1 - Math.clamp(scale.place().apply(value), 0.0, 1.0));
  }
}
