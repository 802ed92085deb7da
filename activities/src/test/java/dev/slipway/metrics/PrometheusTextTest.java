package dev.slipway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class PrometheusTextTest {

  @Property(tries = 300)
  void readsBackWhateverALabelHolds(
      @ForAll @StringLength(max = 40) String value, @ForAll long number) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    Assume.that(escaped.lines().count() <= 1 && !value.contains("\r"));

    List<Sample> samples =
        PrometheusText.parse("m{a=\"" + escaped + "\",b=\"x\"} " + number + "\n", Set.of("m"));

    assertThat(samples)
        .containsExactly(new Sample("m", Map.of("a", value, "b", "x"), (double) number));
  }

  @Property(tries = 500)
  void neverFailsButWithASentence(@ForAll @StringLength(max = 60) String noise) {
    try {
      PrometheusText.parse("m" + noise, Set.of("m"));
    } catch (ApplicationFailure e) {
      assertThat(e.getOriginalMessage()).contains("Prometheus text format");
    }
  }
}
