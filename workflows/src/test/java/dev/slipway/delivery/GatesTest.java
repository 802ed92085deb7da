package dev.slipway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // commit's plan | stable's plan | what holds
        "mode: deployment | mode: delivery | mode: delivery, rollout: {canary: {onInconclusive:"
            + " hold}}",
        "mode: delivery | mode: deployment | mode: delivery, rollout: {canary: {onInconclusive:"
            + " hold}}",
        "mode: deployment | mode: deployment | mode: deployment",
        "mode: deployment | approval: {count: 2, by: [ada]} | approval: {count: 2, by: [ada]}",
        "approval: {count: 1} | approval: {count: 2} | approval: {count: 2}",
        "approval: {count: 3} | approval: {count: 2} | approval: {count: 3}",
        "approval: {by: [ada, lin]} | approval: {by: [lin, eve]} | approval: {by: [lin]}",
        "approval: {by: [ada]} | approval: {by: [eve]} | approval: {by: [eve]}",
        "approval: {by: []} | approval: {by: [eve]} | approval: {by: [eve]}",
        "approval: {by: [ada]} | approval: {by: []} | approval: {by: [ada]}",
        "approval: {expires: 2d} | approval: {expires: 1d} | approval: {expires: 1d}",
        "approval: {forgeReview: false} | approval: {forgeReview: true} | approval: {forgeReview:"
            + " true}",
        "slot: queue | slot: newest | slot: queue",
        "rollout: {canary: {steps: [50%]}} | rollout: {canary: {steps: [1%, 50%]}} | rollout:"
            + " {canary: {steps: [1%, 50%]}}",
        "rollout: {canary: {steps: [5%, 50%]}} | rollout: {canary: {steps: [10%, 25%]}} | rollout:"
            + " {canary: {steps: [5%, 10%, 25%, 50%]}}",
        "rollout: {canary: {minimumHold: 1s}} | rollout: {canary: {minimumHold: 2m}} | rollout:"
            + " {canary: {minimumHold: 2m}}",
        "rollout: {canary: {maximumHold: 2m}} | rollout: {canary: {maximumHold: 5m}} | rollout:"
            + " {canary: {maximumHold: 5m}}",
        "rollout: {canary: {soak: 0s}} | rollout: {canary: {soak: 5m}} | rollout: {canary: {soak:"
            + " 5m}}",
        "rollout: {canary: {onInconclusive: advance}} | rollout: {canary: {onInconclusive: hold}} |"
            + " rollout: {canary: {onInconclusive: hold}}",
        "rollout: {canary: {onInconclusive: rollback}} | rollout: {canary: {onInconclusive: hold}}"
            + " | rollout: {canary: {onInconclusive: rollback}}",
        "rollout: {canary: {decisionDeadline: 7d}} | rollout: {canary: {decisionDeadline: 8h}} |"
            + " rollout: {canary: {decisionDeadline: 8h}}",
        "rollout: {canary: {missingData: 1h}} | rollout: {canary: {missingData: 1m}} | rollout:"
            + " {canary: {missingData: 1m}}",
        "rollout: {canary: {readyWithin: 1h}} | rollout: {canary: {readyWithin: 1m}} | rollout:"
            + " {canary: {readyWithin: 1h}}",
        "rollout: {analysis: {falseRollback: 0.001%}} | rollout: {analysis: {falseRollback: 1%}} |"
            + " rollout: {analysis: {falseRollback: 1%}}",
        "rollout: {analysis: {block: 1m}} | rollout: {analysis: {block: 5s}} | rollout: {analysis:"
            + " {block: 5s}}",
        "rollout: {analysis: {warmUp: 5m}} | rollout: {analysis: {warmUp: 1m}} | rollout:"
            + " {analysis: {warmUp: 1m}}",
        "rollout: {canary: {baseline: fresh}} | rollout: {canary: {}} | rollout: {canary: {}}",
        "rollout: {canary: {}} | rollout: {canary: {baseline: fresh}} | rollout: {canary: {}}",
        "rollout: {canary: {baseline: fresh}} | rollout: {canary: {baseline: fresh}} | rollout:"
            + " {canary: {baseline: fresh}}",
        "rollout: {canary: {baseline: fresh}, analysis: {warmUp: 5s}} | rollout: {analysis:"
            + " {warmUp: 90s}} | rollout: {analysis: {warmUp: 90s}}",
        "rollout: {analysis: {stickyRouting: true}} | rollout: {analysis: {stickyRouting: false}} |"
            + " rollout: {analysis: {stickyRouting: false}}",
        "rollout: {analysis: {stickyRouting: true}} | rollout: {analysis: {stickyRouting: true}} |"
            + " rollout: {analysis: {stickyRouting: true}}",
        "rollout: {analysis: {metrics: [{name: l, kind: latency}]}} | rollout: {analysis: {metrics:"
            + " [{name: e, kind: error-rate}]}} | rollout: {analysis: {metrics: [{name: l, kind:"
            + " latency}, {name: e, kind: error-rate}]}}",
        "rollout: {analysis: {metrics: [{name: e, kind: error-rate, tolerance: 5%}]}} | rollout:"
            + " {analysis: {metrics: [{name: e, kind: error-rate, tolerance: 1%, objective: 2%}]}}"
            + " | rollout: {analysis: {metrics: [{name: e, kind: error-rate, tolerance: 1%,"
            + " objective: 2%}]}}",
        "rollout: {analysis: {metrics: [{name: e, kind: error-rate, objective: 1%}]}} | rollout:"
            + " {analysis: {metrics: [{name: e, kind: error-rate, objective: 2%}]}} | rollout:"
            + " {analysis: {metrics: [{name: e, kind: error-rate, objective: 1%}]}}",
        "rollout: {analysis: {metrics: [{name: l, kind: latency, boundaries: [9s]}]}} | rollout:"
            + " {analysis: {metrics: [{name: l, kind: latency, boundaries: [1s]}]}} | rollout:"
            + " {analysis: {metrics: [{name: l, kind: latency, boundaries: [1s]}]}}",
        "rollout: {analysis: {metrics: [{name: e, kind: latency}]}} | rollout: {analysis: {metrics:"
            + " [{name: e, kind: error-rate}]}} | rollout: {analysis: {metrics: [{name: e, kind:"
            + " error-rate}]}}",
        "rollout: {rolling: {watch: 1m}} | rollout: {rolling: {watch: 5m}} | rollout: {rolling:"
            + " {watch: 5m}}",
        "rollout: {rolling: {readyWithin: 1m}} | rollout: {rolling: {watch: 1m}} | rollout:"
            + " {rolling: {readyWithin: 1m}}",
        "rollout: {canary: {headerRoute: {name: x, value: a}}} | rollout: {canary: {headerRoute:"
            + " {name: y, value: b}}} | rollout: {canary: {headerRoute: {name: x, value: a}}}",
        "rollout: {rolling: {}} | rollout: {canary: {steps: [5%]}} | rollout: {canary: {steps:"
            + " [5%]}}",
        "rollout: {canary: {steps: [5%]}} | rollout: {rolling: {}} | rollout: {canary: {steps:"
            + " [5%]}}",
      })
  void stricterGateHolds(String commit, String stable, String holds) {
    assertThat(Gates.stricter(plan(commit), plan(stable))).isEqualTo(plan(holds));
  }

  @Test
  void twoEnvironmentsHaveNoStricterPlan() {
    assertThatThrownBy(
            () -> Gates.stricter(EnvironmentPlan.defaults("a"), EnvironmentPlan.defaults("b")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 500)
  void aPlanJoinedWithItselfIsItself(@ForAll long seed) {
    EnvironmentPlan plan = random(new Random(seed));

    assertThat(Gates.stricter(plan, plan)).isEqualTo(plan);
  }

  @Property(tries = 500)
  void joiningAgainChangesNothing(@ForAll long seed) {
    Random random = new Random(seed);
    EnvironmentPlan commit = random(random);
    EnvironmentPlan stable = random(random);
    EnvironmentPlan once = Gates.stricter(commit, stable);

    assertThat(Gates.stricter(once, stable)).isEqualTo(once);
  }

  @Property(tries = 500)
  void nothingIsLooserThanWhatIsStable(@ForAll long seed) {
    Random random = new Random(seed);
    EnvironmentPlan commit = random(random);
    EnvironmentPlan stable = random(random);

    EnvironmentPlan holds = Gates.stricter(commit, stable);

    if (stable.mode() == Mode.DELIVERY) {
      assertThat(holds.mode()).isEqualTo(Mode.DELIVERY);
      assertThat(holds.approval().count()).isGreaterThanOrEqualTo(stable.approval().count());
      assertThat(holds.approval().expires()).isLessThanOrEqualTo(stable.approval().expires());
      if (!stable.approval().by().isEmpty()) {
        assertThat(holds.approval().by()).isNotEmpty().isSubsetOf(stable.approval().by());
      }
    }
    RolloutPlan now = holds.rollout();
    RolloutPlan before = stable.rollout();
    if (before.rolling().isPresent()) {
      assertThat(now.rolling().map(RollingPlan::watch).orElse(before.rolling().get().watch()))
          .isGreaterThanOrEqualTo(before.rolling().get().watch());
      return;
    }
    assertThat(now.rolling()).isEmpty();
    assertThat(now.steps()).containsAll(before.steps());
    assertThat(now.minimumHold()).isGreaterThanOrEqualTo(before.minimumHold());
    assertThat(now.maximumHold()).isGreaterThanOrEqualTo(now.minimumHold());
    assertThat(now.soak()).isGreaterThanOrEqualTo(before.soak());
    assertThat(now.missingData()).isLessThanOrEqualTo(before.missingData());
    assertThat(now.analysis().falseRollback())
        .isGreaterThanOrEqualTo(before.analysis().falseRollback());
    assertThat(now.analysis().metrics())
        .extracting(MetricRule::name)
        .containsAll(before.analysis().metrics().stream().map(MetricRule::name).toList())
        .doesNotHaveDuplicates();
  }

  private static EnvironmentPlan random(Random random) {
    return new EnvironmentPlan(
        "production",
        pick(random, Mode.values()),
        new ApprovalRule(
            1 + random.nextInt(3),
            some(random, "ada", "lin", "eve"),
            seconds(random),
            random.nextBoolean()),
        pick(random, SlotPolicy.values()),
        random.nextInt(4) == 0
            ? RolloutPlan.rolling(new RollingPlan(seconds(random), seconds(random)))
            : canary(random));
  }

  private static RolloutPlan canary(Random random) {
    Duration hold = Duration.ofSeconds(random.nextInt(100));
    return new RolloutPlan(
        steps(random),
        hold,
        hold.plusSeconds(random.nextInt(100)),
        seconds(random),
        pick(random, OnInconclusive.values()),
        seconds(random),
        seconds(random),
        RolloutPlan.DEFAULT.readyWithin(),
        new AnalysisRules(
            (1 + random.nextInt(5)) / 100.0,
            seconds(random),
            seconds(random),
            some(random, "errors", "latency", "other").stream()
                .map(name -> metric(name, random))
                .toList(),
            random.nextBoolean()),
        Optional.empty(),
        Optional.empty(),
        random.nextBoolean() ? Optional.of(seconds(random)) : Optional.empty(),
        pick(random, Baseline.values()));
  }

  private static MetricRule metric(String name, Random random) {
    return new MetricRule(
        name,
        pick(random, MetricRule.Kind.values()),
        (1 + random.nextInt(5)) / 100.0,
        random.nextBoolean() ? Optional.of(0.01) : Optional.empty(),
        List.of());
  }

  private static List<Percent> steps(Random random) {
    List<Percent> steps = new ArrayList<>();
    for (int weight = 1 + random.nextInt(20); weight < 90; weight += 1 + random.nextInt(40)) {
      steps.add(new Percent(weight));
    }
    return steps;
  }

  private static List<String> some(Random random, String... names) {
    return List.of(names).stream().filter(name -> random.nextBoolean()).toList();
  }

  private static Duration seconds(Random random) {
    return Duration.ofSeconds(1 + random.nextInt(1000));
  }

  private static <T> T pick(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  @Test
  void refusesTwoPlansThatTogetherAskForMoreThanAnAnalysisHolds() {
    EnvironmentPlan commit = plan(metrics("error-rate", "a", "b", "c", "d", "e"));
    EnvironmentPlan stable = plan(metrics("error-rate", "v", "w", "x", "y", "z"));

    assertThat(Gates.excess(Gates.stricter(commit, stable)))
        .hasValueSatisfying(
            sentence ->
                assertThat(sentence)
                    .contains(
                        "10 metrics in environment 'production'", "holds 8", "a, b, c, d, e, v"));
    assertThat(Gates.excess(Gates.stricter(commit, commit))).isEmpty();
  }

  @Test
  void refusesTwoPlansWithTooManyBoundariesTogether() {
    EnvironmentPlan commit =
        plan(
            "rollout: {analysis: {metrics: [{name: a, kind: latency, boundaries: [%s]}]}}"
                .formatted(millis(1, 14)));
    EnvironmentPlan stable =
        plan(
            "rollout: {analysis: {metrics: [{name: b, kind: latency, boundaries: [%s]}]}}"
                .formatted(millis(101, 14)));

    assertThat(Gates.excess(Gates.stricter(commit, stable)))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("28 latency boundaries"));
  }

  private static String millis(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(each -> each + "ms")
        .collect(Collectors.joining(", "));
  }

  private static String metrics(String kind, String... names) {
    return "rollout: {analysis: {metrics: [%s]}}"
        .formatted(
            Stream.of(names)
                .map(name -> "{name: %s, kind: %s}".formatted(name, kind))
                .collect(Collectors.joining(", ")));
  }

  private static EnvironmentPlan plan(String fields) {
    DeliveryReading reading =
        DeliveryFile.parse(
            """
            apiVersion: slipway.dev/v1
            service: checkout
            build: {run: make, artifact: {file: bin/checkout}}
            environments: [{name: production, %s}]
            """
                .formatted(fields),
            "delivery.yaml");
    assertThat(reading.problems()).isEmpty();
    return reading.delivery().orElseThrow().environments().getFirst();
  }
}
