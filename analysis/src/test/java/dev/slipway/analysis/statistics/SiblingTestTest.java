package dev.slipway.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.analysis.statistics.SiblingTest.Count;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SiblingTestTest {

  private static final SiblingTest TEST = new SiblingTest(EffectGrid.ERRORS, 5, 0.01);

  @Test
  void namesTheOneBadInstance() {
    Map<String, MixtureEvidence> evidence = run(1, 30, Map.of("pod-3", 0.05));
    assertThat(TEST.oneBad(evidence)).hasValue("pod-3");
  }

  @Test
  void namesNoneWhenTheWholeVersionIsBad() {
    Map<String, MixtureEvidence> evidence =
        run(
            2,
            30,
            Map.of("pod-0", 0.05, "pod-1", 0.05, "pod-2", 0.05, "pod-3", 0.05, "pod-4", 0.05));
    assertThat(TEST.oneBad(evidence)).isEmpty();
  }

  @Test
  void namesNoOneInstanceWhenTwoAreBad() {
    Map<String, MixtureEvidence> evidence = run(3, 60, Map.of("pod-1", 0.1, "pod-2", 0.1));
    assertThat(TEST.bad(evidence)).containsOnlyKeys("pod-1", "pod-2");
    assertThat(TEST.oneBad(evidence)).isEmpty();
  }

  @Test
  void seldomNamesAHealthyInstance() {
    int named = 0;
    for (int seed = 0; seed < 100; seed++) {
      named += TEST.bad(run(seed, 60, Map.of())).isEmpty() ? 0 : 1;
    }
    // 99.9 % quantile of Binomial(100, 0.01)
    assertThat(named).isLessThanOrEqualTo(5);
  }

  @Test
  void allowsForInstancesThatDifferAnyway() {
    SiblingTest allowing = new SiblingTest(EffectGrid.ERRORS.withPodEffects(0.4), 5, 0.01);
    Map<String, Double> slightly = Map.of("pod-3", 0.016);
    assertThat(TEST.oneBad(run(TEST, 4, 200, slightly))).hasValue("pod-3");
    assertThat(allowing.oneBad(run(allowing, 4, 200, slightly))).isEmpty();
  }

  @Test
  void refusesAnOnlyChild() {
    assertThatThrownBy(() -> new SiblingTest(EffectGrid.ERRORS, 1, 0.01))
        .hasMessageContaining("2 to 10000 instances");
    assertThatThrownBy(() -> new Count(1, 2)).hasMessageContaining("2 of 1");
  }

  private static Map<String, MixtureEvidence> run(
      long seed, int blocks, Map<String, Double> worse) {
    return run(TEST, seed, blocks, worse);
  }

  private static Map<String, MixtureEvidence> run(
      SiblingTest test, long seed, int blocks, Map<String, Double> worse) {
    Chance chance = new Chance(seed);
    Map<String, MixtureEvidence> evidence = Map.of();
    for (int block = 0; block < blocks; block++) {
      Map<String, Count> counts = new LinkedHashMap<>();
      for (int pod = 0; pod < 5; pod++) {
        String name = "pod-" + pod;
        counts.put(name, new Count(200, chance.binomial(200, worse.getOrDefault(name, 0.008))));
      }
      evidence = test.observe(evidence, counts, Duration.ofSeconds(5L * block));
    }
    return evidence;
  }
}
