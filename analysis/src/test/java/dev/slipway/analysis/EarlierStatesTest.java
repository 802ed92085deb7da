package dev.slipway.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * States that programs of versions 1 and 2 kept, with what those found in the blocks after them.
 */
class EarlierStatesTest {

  @ParameterizedTest
  @MethodSource("states")
  void goOnByTheRulesThatTheyWereBegunWith(JsonNode kept) {
    AnalysisState state = AnalysisState.decode(kept.get("state").asText());
    for (JsonNode block : kept.get("blocks")) {
      state =
          CanaryAnalysis.observe(
              state,
              new Block(
                  Duration.ofSeconds(block.get("end").asLong()),
                  arm(block.get("canary")),
                  arm(block.get("stable"))));
      state = AnalysisState.decode(state.encode());
    }
    AnalysisReport report = CanaryAnalysis.report(state);
    assertThat(report.verdict()).isEqualTo(Verdict.valueOf(kept.get("verdict").asText()));
    assertThat(report.proven()).isEqualTo(kept.get("proven").asBoolean());
    assertThat(report.evidence()).isCloseTo(kept.get("evidence").asDouble(), relative(kept));
    for (int i = 0; i < report.metrics().size(); i++) {
      assertThat(report.metrics().get(i).evidence() / kept.get("metrics").get(i).asDouble())
          .isCloseTo(1, within(1e-9));
    }
    assertThat(report.sentence()).isEqualTo(kept.get("sentence").asText());
    assertThat(state.encode()).startsWith("3:");
  }

  static Stream<JsonNode> states() {
    return Stream.of("states-1.json", "states-2.json").flatMap(EarlierStatesTest::states);
  }

  private static Stream<JsonNode> states(String file) {
    try (InputStream in = EarlierStatesTest.class.getResourceAsStream("/analysis/" + file)) {
      JsonNode states = new ObjectMapper().readTree(Objects.requireNonNull(in));
      assertThat(states).hasSizeGreaterThan(3);
      return StreamSupport.stream(states.spliterator(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static org.assertj.core.data.Offset<Double> relative(JsonNode kept) {
    return within(1e-9 * kept.get("evidence").asDouble());
  }

  private static ArmCounts arm(JsonNode counts) {
    List<Long> slower = new ArrayList<>();
    counts.get("slower").forEach(count -> slower.add(count.asLong()));
    return new ArmCounts(counts.get("requests").asLong(), counts.get("errors").asLong(), slower);
  }
}
