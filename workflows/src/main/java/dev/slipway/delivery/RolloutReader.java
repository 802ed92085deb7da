package dev.slipway.delivery;

import static dev.slipway.document.Readings.choice;
import static dev.slipway.document.Readings.duration;
import static dev.slipway.document.Readings.fields;
import static dev.slipway.document.Readings.flag;
import static dev.slipway.document.Readings.list;
import static dev.slipway.document.Readings.matching;
import static dev.slipway.document.Readings.percent;
import static dev.slipway.document.Readings.share;
import static dev.slipway.document.Readings.some;
import static dev.slipway.document.Readings.wholeNumber;

import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.document.DurationText;
import dev.slipway.document.PercentText;
import dev.slipway.document.Reading;
import dev.slipway.document.Section;
import dev.slipway.document.Succession;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The fields of a rollout: the canary and its analysis, or the rolling update. */
final class RolloutReader {

  static final String HOOKS =
      "is no field here: annotate a Job of the path with slipway.dev/hook, and remove it";

  private static final String STRATEGY =
      "is said by the field itself: write 'canary: {...}' or 'rolling: {...}'";

  private static final String BESIDE_ROLLING =
      "has no place beside 'rolling', which compares nothing; remove one of them";

  private static final String OF_THE_DEPLOYMENT =
      "is the Deployment's to say: it stands in its spec.strategy.rollingUpdate";

  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_|~-]+");
  private static final Pattern HEADER_VALUE = Pattern.compile("[!-~]([ -~]*[!-~])?");

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);

  private RolloutReader() {}

  /** What holds where an environment of this mode says nothing of its rollout. */
  static RolloutPlan defaults(Mode mode) {
    return RolloutPlan.DEFAULT.withOnInconclusive(
        switch (mode) {
          case DELIVERY -> OnInconclusive.HOLD;
          case DEPLOYMENT -> OnInconclusive.ADVANCE;
        });
  }

  static RolloutPlan rollout(Section section, Mode mode) {
    section.refuse("strategy", STRATEGY).refuse("hooks", HOOKS);
    if (section.has("rolling")) {
      section.refuse("canary", BESIDE_ROLLING).refuse("analysis", BESIDE_ROLLING);
      return RolloutPlan.rolling(
          section.optional("rolling", fields(RolloutReader::rolling)).orElse(RollingPlan.DEFAULT));
    }
    RolloutPlan usual = defaults(mode);
    RolloutPlan canary = section.optional("canary", fields(of -> canary(of, usual))).orElse(usual);
    AnalysisRules analysis =
        section
            .optional("analysis", fields(of -> analysis(of, canary.baseline())))
            .orElse(usual(canary.baseline()));
    if (section.has("analysis") && analysis.block().compareTo(canary.maximumHold()) > 0) {
      section.problem(
          "analysis",
          "its block ("
              + DurationText.of(analysis.block())
              + ") must not be longer than a step's maximumHold ("
              + DurationText.of(canary.maximumHold())
              + ")");
    }
    return canary.withAnalysis(analysis);
  }

  private static RollingPlan rolling(Section section) {
    section.refuse("maxSurge", OF_THE_DEPLOYMENT).refuse("maxUnavailable", OF_THE_DEPLOYMENT);
    RollingPlan usual = RollingPlan.DEFAULT;
    return new RollingPlan(
        section.optional("readyWithin", duration(SECOND, DAY)).orElse(usual.readyWithin()),
        section.optional("watch", duration(Duration.ZERO, WEEK)).orElse(usual.watch()));
  }

  private static RolloutPlan canary(Section section, RolloutPlan usual) {
    section.refuse("header", "is written 'headerRoute: {name: ..., value: ...}'");
    Optional<List<Percent>> steps = section.optional("steps", steps());
    Optional<Duration> minimumHold = section.optional("minimumHold", duration(Duration.ZERO, DAY));
    Optional<Duration> maximumHold = section.optional("maximumHold", duration(SECOND, WEEK));
    Optional<Duration> firstHold = section.optional("firstHold", duration(Duration.ZERO, DAY));
    Optional<Duration> soak = section.optional("soak", duration(Duration.ZERO, WEEK));
    RolloutPlan plan =
        new RolloutPlan(
            steps.orElse(usual.steps()),
            minimumHold.orElse(usual.minimumHold()),
            maximumHold.orElse(usual.maximumHold()),
            soak.orElse(usual.soak()),
            section
                .optional("onInconclusive", choice(OnInconclusive.class))
                .orElse(usual.onInconclusive()),
            section
                .optional("decisionDeadline", duration(SECOND, Duration.ofDays(30)))
                .orElse(usual.decisionDeadline()),
            section.optional("missingData", duration(SECOND, DAY)).orElse(usual.missingData()),
            section.optional("readyWithin", duration(SECOND, DAY)).orElse(usual.readyWithin()),
            usual.analysis(),
            Optional.empty(),
            Optional.empty(),
            firstHold.or(() -> usual.firstHold().map(hold -> shorter(hold, minimumHold, usual))),
            section.optional("baseline", choice(Baseline.class)).orElse(usual.baseline()));
    if (isUsable(section, "minimumHold", minimumHold)
        && isUsable(section, "maximumHold", maximumHold)) {
      checkHolds(section, plan);
    }
    if (steps.isPresent() && isUsable(section, "soak", soak)) {
      checkLastStep(section, plan);
    }
    return plan.withHeaderRoute(
        section.optional("headerRoute", fields(RolloutReader::headerRoute)));
  }

  private static HeaderRoute headerRoute(Section section) {
    return new HeaderRoute(
        section.required("name", matching(HEADER, 256, "the name of a header")).orElse(""),
        section
            .required("value", matching(HEADER_VALUE, 256, "printable, without spaces around it"))
            .orElse(""));
  }

  private static Duration shorter(
      Duration hold, Optional<Duration> minimumHold, RolloutPlan usual) {
    Duration others = minimumHold.orElse(usual.minimumHold());
    return others.compareTo(hold) < 0 ? others : hold;
  }

  /** A wrong value was reported already; its stand-in is not held against others. */
  private static boolean isUsable(Section section, String name, Optional<?> read) {
    return read.isPresent() || !section.has(name);
  }

  private static void checkHolds(Section section, RolloutPlan plan) {
    checkHold(section, "minimumHold", plan.minimumHold(), plan.maximumHold());
    if (section.has("firstHold")) {
      plan.firstHold().ifPresent(hold -> checkHold(section, "firstHold", hold, plan.maximumHold()));
    }
  }

  private static void checkHold(Section section, String name, Duration hold, Duration maximum) {
    if (hold.compareTo(maximum) > 0) {
      section.problem(
          section.has(name) ? name : "maximumHold",
          name
              + " ("
              + DurationText.of(hold)
              + ") must not be longer than maximumHold ("
              + DurationText.of(maximum)
              + ")");
    }
  }

  private static void checkLastStep(Section section, RolloutPlan plan) {
    if (!plan.soak().isZero() && plan.steps().getLast().value() > RolloutPlan.SOAK_WEIGHT) {
      section.problem(
          "steps",
          "the last one ("
              + plan.steps().getLast()
              + ") must be at most "
              + RolloutPlan.SOAK_WEIGHT
              + "%, the canary's weight during the soak; lower it, or write 'soak: 0s'");
    }
  }

  private static Reading<List<Percent>> steps() {
    Reading<List<BigDecimal>> weights =
        some(
            list(
                percent(0, 99),
                20,
                Succession.ascending("step", step -> PercentText.of(step.doubleValue()))));
    return value ->
        weights
            .read(value)
            .map(steps -> steps.stream().map(step -> new Percent(step.doubleValue())).toList());
  }

  /** What is as cold as the canary need not be waited for until that is warm. */
  private static AnalysisRules usual(Baseline baseline) {
    return switch (baseline) {
      case STABLE -> AnalysisRules.DEFAULT;
      case FRESH -> AnalysisRules.DEFAULT.withWarmUp(Duration.ZERO);
    };
  }

  private static AnalysisRules analysis(Section section, Baseline baseline) {
    AnalysisRules usual = usual(baseline);
    return new AnalysisRules(
        section.optional("falseRollback", share(0, 50)).orElse(usual.falseRollback()),
        section
            .optional("block", duration(Duration.ofMillis(100), Duration.ofMinutes(5)))
            .orElse(usual.block()),
        section
            .optional("warmUp", duration(Duration.ZERO, Duration.ofHours(1)))
            .orElse(usual.warmUp()),
        section
            .optional(
                "metrics",
                some(
                    list(
                        fields(MetricReader::metric),
                        AnalysisPlan.MOST_METRICS,
                        Succession.unique(MetricRule::name))))
            .orElse(usual.metrics()),
        section.optional("stickyRouting", flag()).orElse(usual.stickyRouting()),
        section.optional("expectedTraffic", fields(RolloutReader::expectedTraffic)));
  }

  private static ExpectedTraffic expectedTraffic(Section section) {
    return new ExpectedTraffic(
        section.required("perMinute", wholeNumber(1, 60_000_000)).orElse(1),
        section.optional("errorRate", share(0, 50)).orElse(ExpectedTraffic.USUAL_ERROR_RATE));
  }
}
