package dev.slipway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.build.Artifact;
import dev.slipway.build.BuildResult;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.SlotPolicy;
import dev.slipway.environment.Candidacy;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentState;
import dev.slipway.environment.SlotAnswer;
import dev.slipway.gitops.MergeResult;
import dev.slipway.release.Decision;
import dev.slipway.release.ReleaseInput;
import dev.slipway.release.ReleaseKey;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.rollout.RolloutResult;
import dev.slipway.service.ServiceState;
import dev.slipway.temporal.SlipwayDataConverter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes that older and newer workers exchange. A change of a golden file is a change of the
 * wire: additive only, and never by accident.
 */
class GoldenPayloadTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final EnvironmentKey PRODUCTION = new EnvironmentKey("production", "shop");
  private static final ReleaseKey KEY = new ReleaseKey("shop", "1f2e3d4c5b6a" + "0".repeat(28), 1);
  private static final ObjectMapper MAPPER = SlipwayDataConverter.mapper();

  static Map<String, Object> samples() {
    Map<String, Object> samples = new LinkedHashMap<>();
    samples.put(
        "release-input",
        new ReleaseInput(
            KEY,
            7,
            "push",
            Optional.empty(),
            Optional.of(new ReleaseInput.RollbackTarget("production", Optional.empty()))));
    samples.put(
        "build-result",
        new BuildResult.Built(
            new Artifact("shop", "sha256:" + "a".repeat(64)), "log:1", Duration.ofMillis(1500)));
    samples.put(
        "candidacy",
        new Candidacy(
            PRODUCTION,
            KEY.toString(),
            7,
            "sha256:" + "a".repeat(64),
            true,
            false,
            false,
            SlotPolicy.NEWEST,
            EnvironmentPlan.defaults("production"),
            EnvironmentPlan.defaults("production"),
            "shop"));
    samples.put("slot-granted", new SlotAnswer.Granted("production", "sha256:stable"));
    samples.put("merge-result", new MergeResult.Refused("one review is missing"));
    samples.put(
        "outcome",
        new EnvironmentOutcome(
            "production",
            KEY.toString(),
            "sha256:r",
            "c1",
            EnvironmentOutcome.Kind.PROMOTED,
            "",
            NOON));
    samples.put(
        "rollout-result",
        new RolloutResult(RolloutResult.Outcome.ROLLED_BACK, "sha256:r", "errors", NOON));
    samples.put("environment-state", EnvironmentState.fresh(PRODUCTION));
    samples.put("service-state", ServiceState.fresh("shop"));
    return samples;
  }

  static List<Path> golden() throws IOException, URISyntaxException {
    Path root =
        Path.of(Objects.requireNonNull(GoldenPayloadTest.class.getResource("/golden")).toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void whatAShippedVersionWroteIsReadAndNothingOfItIsLost(Path file) throws IOException {
    String name = file.getFileName().toString().replace(".json", "");
    Object sample = Objects.requireNonNull(samples().get(name), name + " is not sent any more");
    JsonNode written = MAPPER.readTree(Files.readString(file));

    Object read = MAPPER.treeToValue(written, declared(sample));

    assertThat(isWithin(written, MAPPER.valueToTree(read)))
        .as("%s\nis not all in\n%s", written, MAPPER.writeValueAsString(read))
        .isTrue();
  }

  @Test
  void everyPayloadOfThisVersionIsRecorded() throws Exception {
    assertThat(golden().stream().map(file -> file.getFileName().toString().replace(".json", "")))
        .containsAll(samples().keySet());
  }

  /** A newer version may add fields; it may neither drop nor rename one. */
  private static boolean isWithin(JsonNode old, JsonNode present) {
    if (!old.isObject()) {
      return old.isArray()
          ? old.size() == present.size()
              && IntStream.range(0, old.size()).allMatch(i -> isWithin(old.get(i), present.get(i)))
          : old.equals(present) || (old.isNumber() && old.asDouble() == present.asDouble());
    }
    return old.propertyStream()
        .allMatch(
            field ->
                present.has(field.getKey())
                    && isWithin(field.getValue(), present.get(field.getKey())));
  }

  /** Rolling updates came later. */
  @Test
  void planOfAnOlderWorkerIsACanary() throws Exception {
    Path candidacy =
        golden().stream()
            .filter(file -> file.endsWith("0.1.0/candidacy.json"))
            .findFirst()
            .orElseThrow();

    Candidacy read = MAPPER.readValue(Files.readString(candidacy), Candidacy.class);

    assertThat(read.plan().rollout().rolling()).isEmpty();
    assertThat(read.plan().rollout().headerRoute()).isEmpty();
  }

  @Test
  void fieldsOfANewerWorkerAreIgnored() throws IOException {
    SlotAnswer answer =
        MAPPER.readValue(
            "{\"type\":\"granted\",\"environment\":\"e\",\"stableRevision\":\"r\",\"new\":1}",
            SlotAnswer.class);

    assertThat(answer).isEqualTo(new SlotAnswer.Granted("e", "r"));
  }

  @Test
  void whatAPersonTypesInTheWebUiIsEnough() throws IOException {
    assertThat(MAPPER.readValue("{\"by\":\"ada\"}", Decision.class))
        .isEqualTo(new Decision("ada", "", ""));
    assertThat(MAPPER.readValue("{\"by\":\"ada\"}", OperatorOrder.class))
        .isEqualTo(new OperatorOrder("ada", ""));
  }

  private static Class<?> declared(Object sample) {
    return switch (sample) {
      case BuildResult result -> BuildResult.class;
      case SlotAnswer answer -> SlotAnswer.class;
      case MergeResult result -> MergeResult.class;
      default -> sample.getClass();
    };
  }
}
