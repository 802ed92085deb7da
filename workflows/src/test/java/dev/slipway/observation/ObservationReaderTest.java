package dev.slipway.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.observation.ObservedArm.Slower;
import dev.slipway.observation.ObservedBlock.Origin;
import dev.slipway.rollout.SuspectedPod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservationReaderTest {

  private static final String STABLE = "\"stable\":{\"requests\":90,\"errors\":0}";

  @Test
  void readsEveryField() {
    ObservedBlock block =
        read(
            """
            {"t":5.25,"weight":12.5,
             "canary":{"requests":10,"errors":1,"latency":{"0.5":2,"0.1":7}},
             "stable":{"requests":90,"errors":0,"latency":{"0.1":40,"0.5":3}}}
            """);

    assertThat(block)
        .isEqualTo(
            new ObservedBlock(
                Duration.ofMillis(5250),
                12.5,
                new ObservedArm(10, 1, List.of(new Slower(0.1, 7), new Slower(0.5, 2))),
                new ObservedArm(90, 0, List.of(new Slower(0.1, 40), new Slower(0.5, 3)))));
  }

  @Test
  void readsWhereARolloutRecordedIt() {
    assertThat(
            read("{\"t\":70,\"from\":65.5,\"step\":1,\"block\":12,\"weight\":10,"
                    + "\"canary\":{\"requests\":10,\"errors\":1},"
                    + STABLE
                    + "}")
                .origin())
        .isEqualTo(Optional.of(new Origin(Duration.ofMillis(65_500), 1, 12)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]                                                    | an observation is a JSON object",
        "{\"t\":5                                               | it is not JSON",
        "{\"t\":5}                                              | weight is missing",
        "{\"t\":5,\"t\":6}                                      | t is there twice",
        "{\"t\":NaN}                                            | t is NaN, but it is in seconds",
        "{\"t\":-1}                                             | t is -1, but it is in seconds",
        "{\"t\":1764362000}                                     | t is 1764362000, but it is in"
            + " seconds since the canary got its first traffic",
        "{\"t\":\"5\"}                                          | t is the text \"5\", but must be"
            + " a number",
        "{\"t\":null}                                           | t is null, but must be a number",
        "{\"weight\":101}                                       | weight is 101, but it is a"
            + " percentage",
        "{\"time\":5}                                           | \"time\" is no field of an"
            + " observation: it has t, weight, canary and stable",
        "{\"canary\":5}                                         | canary is 5, but must be an"
            + " object",
        "{\"canary\":{}}                                        | canary.requests is missing",
        "{\"canary\":{\"requests\":1.5}}                        | canary.requests is 1.5, but it is"
            + " a count",
        "{\"canary\":{\"requests\":1,\"errors\":2}}             | canary.errors is 2, more than its"
            + " 1 requests",
        "{\"canary\":{\"requests\":1,\"errors\":-2}}            | canary.errors is -2, but it is a"
            + " count",
        "{\"canary\":{\"requests\":1,\"fails\":2}}              | \"canary.fails\" is no field of"
            + " canary: it has requests, errors, latency and metrics",
        "{\"canary\":{\"requests\":1,\"errors\":0,\"metrics\":{\"basket\":{\"total\":2}}}} |"
            + " canary.metrics.\"basket\" needs either counted (a pair of counters) or above",
        "{\"canary\":{\"requests\":1,\"errors\":0,\"metrics\":{\"declined\":{\"total\":2,"
            + "\"counted\":3}}}} | canary.metrics.\"declined\".counted is 3, but at most 2",
        "{\"suspect\":{\"pod\":\"shop-1\",\"proof\":\"maybe\"}} | suspect.proof must be hint,"
            + " likely or sure",
        "{\"stable\":{\"requests\":1,\"latency\":{\"p99\":1}}}  | stable.latency has the boundary"
            + " \"p99\", but a boundary is a number of seconds",
        "{\"stable\":{\"requests\":9,\"errors\":0,\"latency\":{\"1\":3,\"0.5\":2}}}  |"
            + " stable.latency.\"1.0\" is 3, but at most 2 can be slower",
        "{\"stable\":{\"requests\":9,\"errors\":0,\"latency\":{\"1\":3,\"1.0\":2}}}  |"
            + " stable.latency has the boundary 1.0 twice",
        "{\"stable\":{\"requests\":9,\"errors\":0,\"latency\":{\"1\":10}}}           |"
            + " stable.latency.\"1.0\" is 10, but at most 9 can be slower",
        "{\"t\":[[[[[[[[[[[[1]]]]]]]]]]]]}                      | t is a list, but must be a"
            + " number",
        "{\"canary\":{\"requests\":1,\"errors\":2}} {}          | canary.errors is 2",
      })
  void refusesWithTheFieldAndWhatWouldBeRight(String line, String sentence) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(BadObservationException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void readsWhatWasWrittenOfOwnMetricsASuspectedPodAndPodsThatWereAdded() {
    Map<String, ObservedEvents> events =
        Map.of(
            "declined",
            ObservedEvents.ofCounters(12, 3),
            "basket",
            ObservedEvents.ofHistogram(9, List.of(new Slower(-1, 8), new Slower(50, 2))));
    ObservedBlock block =
        new ObservedBlock(
            Duration.ofSeconds(5),
            10,
            new ObservedArm(10, 1, List.of(new Slower(0.1, 7)), events),
            new ObservedArm(90, 0, List.of(new Slower(0.1, 40)), events),
            Optional.empty(),
            Optional.of(
                new ObservedBlock.Suspect(
                    new SuspectedPod("shop-canary-7", SuspectedPod.Proof.LIKELY),
                    new ObservedArm(8, 0, List.of(new Slower(0.1, 5)), events))),
            Optional.of(Duration.ofMillis(65_250)));

    assertThat(read(ObservationLine.of(block))).isEqualTo(block);
  }

  @Test
  void refusesASecondObjectOnALine() {
    String line = "{\"t\":5,\"weight\":1,\"canary\":{\"requests\":1,\"errors\":0}," + STABLE + "}";

    assertThatThrownBy(() -> read(line + line))
        .hasMessage("something follows after the object: one on each line");
  }

  private static ObservedBlock read(String line) {
    byte[] text = line.getBytes(StandardCharsets.UTF_8);
    return new ObservationReader().read(text, 0, text.length);
  }
}
