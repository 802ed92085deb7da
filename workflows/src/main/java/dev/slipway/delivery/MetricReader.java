package dev.slipway.delivery;

import static dev.slipway.document.Readings.choice;
import static dev.slipway.document.Readings.dnsLabel;
import static dev.slipway.document.Readings.duration;
import static dev.slipway.document.Readings.fields;
import static dev.slipway.document.Readings.list;
import static dev.slipway.document.Readings.number;
import static dev.slipway.document.Readings.share;
import static dev.slipway.document.Readings.some;
import static dev.slipway.document.Readings.wholeNumber;

import dev.slipway.delivery.MetricRule.EventCounters;
import dev.slipway.delivery.MetricRule.EventHistogram;
import dev.slipway.delivery.MetricRule.Kind;
import dev.slipway.document.DurationText;
import dev.slipway.document.Reading;
import dev.slipway.document.Readings;
import dev.slipway.document.Section;
import dev.slipway.document.Succession;
import dev.slipway.metrics.PromQuery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The fields of one metric of an analysis. */
final class MetricReader {

  private MetricReader() {}

  static MetricRule metric(Section section) {
    String name = section.required("name", dnsLabel(63)).orElse("");
    Optional<Kind> kind = section.required("kind", choice(Kind.class));
    Optional<Double> tolerance = section.optional("tolerance", share(0, 50));
    Optional<Double> objective = section.optional("objective", share(0, 99));
    List<Double> boundaries = section.optional("boundaries", boundaries()).orElse(List.of());
    MetricRule.Worse worse =
        section.optional("worse", choice(MetricRule.Worse.class)).orElse(MetricRule.Worse.HIGHER);
    Optional<EventCounters> counters = section.optional("counters", fields(MetricReader::counters));
    Optional<EventHistogram> histogram =
        section.optional("histogram", fields(MetricReader::histogram));
    kind.ifPresent(known -> checkFields(section, known));
    Kind known = kind.orElse(Kind.ERROR_RATE);
    return new MetricRule(
        name,
        known,
        tolerance.orElse(known.defaultTolerance()),
        objective,
        boundaries,
        worse,
        counters,
        histogram,
        section.optional("weight", wholeNumber(1, 100)).orElse(1));
  }

  private static void checkFields(Section section, Kind kind) {
    belongs(section, "boundaries", kind, Kind.LATENCY);
    belongs(section, "counters", kind, Kind.COUNTERS);
    belongs(section, "histogram", kind, Kind.HISTOGRAM);
    if (section.has("worse") && !kind.isCustom()) {
      section.problem("worse", "more errors and slower requests are always worse; remove it");
    }
    String needed = kind == Kind.COUNTERS ? "counters" : "histogram";
    if (kind.isCustom() && !section.has(needed)) {
      section.problem(
          "a metric of kind " + Readings.written(kind) + " has its queries in '" + needed + "'");
    }
  }

  private static void belongs(Section section, String field, Kind kind, Kind needed) {
    if (section.has(field) && kind != needed) {
      section.problem(
          field, "belong to a metric of kind " + Readings.written(needed) + "; remove them");
    }
  }

  private static EventCounters counters(Section section) {
    return new EventCounters(
        section.required("total", PromQuery.counter()).orElse(""),
        section.required("counted", PromQuery.counter()).orElse(""));
  }

  private static EventHistogram histogram(Section section) {
    return new EventHistogram(
        section.required("buckets", PromQuery.buckets()).orElse(""),
        section
            .required(
                "bounds", some(list(number(), 20, Succession.ascending("bound", Object::toString))))
            .orElse(List.of()));
  }

  private static Reading<List<Double>> boundaries() {
    Reading<List<Duration>> durations =
        some(
            list(
                duration(Duration.ofMillis(1), Duration.ofHours(1)),
                20,
                Succession.ascending("boundary", DurationText::of)));
    return value ->
        durations
            .read(value)
            .map(list -> list.stream().map(boundary -> boundary.toMillis() / 1000.0).toList());
  }
}
