package dev.slipway.starter.report;

import dev.slipway.starter.report.RolloutCourse.Counts;
import dev.slipway.starter.report.RolloutCourse.Moment;
import dev.slipway.starter.report.TimeChart.Point;
import dev.slipway.starter.report.TimeChart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The pictures of a rollout's course: weight, evidence, errors and latency over one time. */
final class CourseCharts {

  private static final int LOW = 150;
  private static final int HIGH = 220;

  private final RolloutCourse course;
  private final List<Bin> bins;
  private final double end;
  private final List<Double> begins = new ArrayList<>();
  private final List<String> weights = new ArrayList<>();

  /**
   * @param course with at least one moment
   */
  CourseCharts(RolloutCourse course) {
    this.course = course;
    this.bins = Bin.of(course.moments());
    this.end = course.moments().getLast().t();
    double before = -1;
    double until = 0;
    for (Moment moment : course.moments()) {
      if (moment.weight() != before) {
        begins.add(until);
        weights.add(TimeChart.plain(moment.weight()) + " %");
        before = moment.weight();
      }
      until = moment.t();
    }
  }

  String weight() {
    List<Point> points = new ArrayList<>();
    double before = 0;
    double until = 0;
    for (Moment moment : course.moments()) {
      if (moment.weight() != before) {
        points.add(new Point(until, OptionalDouble.of(before)));
        points.add(new Point(until, OptionalDouble.of(moment.weight())));
        before = moment.weight();
      }
      until = moment.t();
    }
    points.add(new Point(until, OptionalDouble.of(before)));
    return chart(
            "Share of traffic that the canary had",
            "In steps of " + String.join(", ", weights) + ".",
            LOW,
            Scale.linear(100, "%"))
        .line("canary", points)
        .svg();
  }

  String evidence() {
    double low = course.moments().stream().mapToDouble(Moment::evidence).min().orElse(1);
    double high = course.moments().stream().mapToDouble(Moment::evidence).max().orElse(1);
    double bound = course.bound();
    TimeChart chart =
        chart(
                "Evidence of a regression",
                "From "
                    + TimeChart.plain(low)
                    + " to "
                    + TimeChart.plain(high)
                    + "; it rolls back at "
                    + TimeChart.plain(bound)
                    + ".",
                HIGH,
                Scale.logarithmic(
                    Math.clamp(low, 1e-3, 0.1), Math.clamp(high, 2 * bound, 1e4 * bound)))
            .level(bound, "rolls back at " + TimeChart.plain(Math.rint(bound)));
    List<String> metrics =
        course.moments().getFirst().metrics().stream()
            .map(RolloutCourse.MetricEvidence::name)
            .toList();
    if (metrics.size() > 1) {
      for (int i = 0; i < metrics.size(); i++) {
        int metric = i;
        chart.line(
            "metric m" + metric % 4,
            points(moment -> OptionalDouble.of(moment.metrics().get(metric).evidence())));
      }
    }
    chart.line("evidence", points(moment -> OptionalDouble.of(moment.evidence())));
    course.moments().stream()
        .filter(moment -> moment.evidence() >= bound)
        .findFirst()
        .ifPresent(
            moment ->
                chart.event(
                    moment.t(),
                    moment.evidence(),
                    "regression found at " + TimeChart.clock(moment.t())));
    return chart.svg();
  }

  String errors() {
    return both("Failed requests", "%", Bin::errorRate, 0.1);
  }

  /** Empty where no latency was counted. */
  String latency() {
    return bins.stream().allMatch(bin -> Bin.slowest(bin.stable()).isEmpty())
        ? ""
        : both("Latency: 95 of 100 requests were faster", "ms", Bin::slowest, 1);
  }

  private String both(
      String title, String unit, Function<Counts, OptionalDouble> value, double least) {
    double largest =
        bins.stream()
            .flatMap(bin -> java.util.stream.Stream.of(bin.canary(), bin.stable()))
            .map(value)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .max()
            .orElse(0);
    String description =
        "At most "
            + TimeChart.plain(largest)
            + " "
            + unit
            + "; the table of steps has the numbers.";
    return chart(title, description, LOW + 20, Scale.linear(Math.max(least, largest), unit))
        .line("stable", series(bin -> value.apply(bin.stable())))
        .line("canary", series(bin -> value.apply(bin.canary())))
        .svg();
  }

  private TimeChart chart(String title, String description, int height, Scale scale) {
    return new TimeChart(title, description, height, end, scale).bands(begins, weights);
  }

  private List<Point> points(Function<Moment, OptionalDouble> value) {
    int every = Math.max(1, course.moments().size() / 600);
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, OptionalDouble.of(1)));
    for (int i = 0; i < course.moments().size(); i++) {
      Moment moment = course.moments().get(i);
      if (i % every == 0 || i == course.moments().size() - 1) {
        points.add(new Point(moment.t(), value.apply(moment)));
      }
    }
    return points;
  }

  private List<Point> series(Function<Bin, OptionalDouble> value) {
    return bins.stream().map(bin -> new Point(bin.t(), value.apply(bin))).toList();
  }
}
