package dev.slipway.starter.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Terminal;
import dev.slipway.starter.world.Terminal.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeCommandTest {

  private static final String TWO_ENVIRONMENTS =
      """
      apiVersion: slipway.dev/v1
      service: shop
      build:
        run: make
        artifact: {file: target/shop.jar}
      workload: shop
      environments:
        - name: staging
          mode: deployment
          rollout:
            canary: {steps: [50%], minimumHold: 10s, maximumHold: 1m, soak: 0s}
            analysis: {metrics: [{name: failures, kind: error-rate, tolerance: 5%}]}
        - name: production
          mode: delivery
      """;

  @TempDir Path directory;

  @Test
  void saysALineForEachBlockAndThenTheVerdict() {
    Said said = analyze(lines(24, 50, 0));

    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.lines()).hasSize(25);
    JsonNode block = json(said.lines().getFirst());
    assertThat(block.path("t").asText()).isEqualTo("5");
    assertThat(block.path("decision").asText()).isEqualTo("continue");
    assertThat(block.path("evidence").asDouble()).isPositive();
    assertThat(json(said.lines().get(12)).path("decision").asText()).isEqualTo("advance");
    assertThat(said.lines().getLast())
        .startsWith("{\"verdict\":\"HEALTHY\",\"metric\":null,\"atSecond\":");
  }

  @Test
  void repeatsARollbackToTheEndAndEndsWith3() {
    Said said =
        analyze(
            lines(10, 50, 0)
                + line(11, 50, 30)
                + IntStream.range(12, 15)
                    .mapToObj(i -> line(i, 50, 0))
                    .collect(Collectors.joining()));

    assertThat(said.code()).isEqualTo(3);
    assertThat(said.lines().subList(10, 14))
        .allSatisfy(line -> assertThat(json(line).path("decision").asText()).isEqualTo("rollback"));
    assertThat(said.lines().getLast())
        .isEqualTo("{\"verdict\":\"REGRESSED\",\"metric\":\"errors\",\"atSecond\":55}");
  }

  @Test
  void endsWith4WhereNothingIsProven() {
    assertThat(analyze(lines(3, 10, 0)).code()).isEqualTo(4);
    assertThat(analyze("").code()).isEqualTo(4);
    assertThat(analyze("").out())
        .isEqualTo("{\"verdict\":\"INCONCLUSIVE\",\"metric\":null,\"atSecond\":0}\n");
  }

  @Test
  void namesLineAndFieldOfBadInput() {
    Said said =
        analyze(lines(2, 10, 0) + "\n" + line(3, 10, 0).replace("\"errors\":0", "\"errors\":-1"));

    assertThat(said.code()).isEqualTo(2);
    assertThat(said.lines()).hasSize(2);
    assertThat(said.err())
        .startsWith("slipway: Standard input, line 4: canary.errors is -1, but it is a count")
        .hasLineCount(1);
  }

  @Test
  void refusesLinesWithoutEnd() {
    Said said = analyze(lines(1, 10, 0) + "{\"t\":" + "1".repeat(70_000));

    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("line 2: it is longer than 64 KiB");
  }

  @Test
  void judgesByTheRulesOfADeliveryFilesEnvironment() throws IOException {
    Files.writeString(directory.resolve("delivery.yaml"), TWO_ENVIRONMENTS);
    Files.writeString(directory.resolve("seen.jsonl"), lines(4, 50, 0));

    Said said =
        terminal()
            .type("analyze --observations seen.jsonl --config delivery.yaml --environment staging");

    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    JsonNode second = json(said.lines().get(1));
    assertThat(second.path("decision").asText()).isEqualTo("advance");
    assertThat(second.path("metrics").path(0).path("name").asText()).isEqualTo("failures");
  }

  @Test
  void asksForTheEnvironmentWhereThereAreSeveral() throws IOException {
    Files.writeString(directory.resolve("delivery.yaml"), TWO_ENVIRONMENTS);

    for (String arguments :
        List.of(
            "--config delivery.yaml",
            "--config delivery.yaml --environment nowhere",
            "--config absent.yaml",
            "--environment staging")) {
      Said said = terminal().type("analyze --observations - " + arguments);

      assertThat(said.code()).isEqualTo(2);
      assertThat(said.err()).hasLineCount(1);
    }
  }

  @Test
  void endsWith2WhereThereIsNoSuchFile() {
    Said said = terminal().type("analyze --observations absent.jsonl");

    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("There is no absent.jsonl");
  }

  @Test
  void judgesLatencyAtTheBoundariesThatWereCounted() {
    String lines =
        IntStream.rangeClosed(1, 40)
            .mapToObj(
                i ->
                    "{\"t\":%d,\"weight\":50,\"canary\":{\"requests\":500,\"errors\":0,\"latency\":{\"0.2\":%d}},\"stable\":{\"requests\":500,\"errors\":0,\"latency\":{\"0.2\":25}}}\n"
                        .formatted(5 * i, i > 20 ? 200 : 25))
            .collect(Collectors.joining());

    Said said = analyze(lines);

    assertThat(said.code()).isEqualTo(3);
    assertThat(said.lines().getLast()).contains("\"metric\":\"latency\",\"atSecond\":105");
  }

  private Said analyze(String lines) {
    return terminal().input(lines).type("analyze --observations -");
  }

  private Terminal terminal() {
    return new Terminal(new FakeServer()).in(directory);
  }

  private static String lines(int blocks, int weight, int errors) {
    return IntStream.rangeClosed(1, blocks)
        .mapToObj(i -> line(i, weight, errors))
        .collect(Collectors.joining());
  }

  private static String line(int block, int weight, int errors) {
    int canary = 10 * weight;
    return "{\"t\":%d,\"weight\":%d,\"canary\":{\"requests\":%d,\"errors\":%d},\"stable\":{\"requests\":%d,\"errors\":0}}\n"
        .formatted(5 * block, weight, canary, errors, 1000 - canary);
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }
}
