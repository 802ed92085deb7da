package dev.slipway.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentMemory;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentOutcome.Kind;
import dev.slipway.environment.StableRevision;
import dev.slipway.temporal.SlipwayDataConverter;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Reads the history of an environment that a shipped version wrote. */
class EnvironmentRecordTest {

  private static final Path HISTORY =
      Path.of(
          "..", "workflows", "src", "test", "resources", "histories", "0.1.0", "environment.json");

  @Test
  void putsTogetherWhatTheEnvironmentKnew() throws IOException {
    EnvironmentMemory memory =
        EnvironmentRecord.read(
                new EnvironmentKey("production", "shop"),
                WorkflowExecutionHistory.fromJson(
                    Files.readString(HISTORY), "environment/production/shop")
                    .getEvents()
                    .stream(),
                SlipwayDataConverter.create())
            .orElseThrow();

    assertThat(memory.history())
        .extracting(EnvironmentOutcome::kind)
        .containsExactly(Kind.PROMOTED, Kind.ROLLED_BACK, Kind.PROMOTED, Kind.PROMOTED);
    StableRevision stable = memory.stable().orElseThrow();
    assertThat(stable.release()).isEqualTo("shop/000000000004-9");
    assertThat(stable.number()).isEqualTo(4);
    assertThat(stable.plan()).isPresent();
    assertThat(memory.quarantine())
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.artifact())
                    .contains("sha256:" + "0".repeat(24) + "000000000003" + "0".repeat(28)));
    assertThat(memory.earlier()).hasSizeGreaterThan(1);
    assertThat(memory.open()).isEmpty();
  }
}
