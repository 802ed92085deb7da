package dev.slipway.build.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Defaults and refusals. */
class BuildSettingsTest {

  @Test
  void hasDefaults() {
    BuildSettings settings = BuildSettings.of(Path.of("work"), Path.of("artifacts"));

    assertThat(settings.work()).isAbsolute();
    assertThat(settings.artifacts()).isAbsolute();
    assertThat(settings.grace()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.logLimit()).isEqualTo(100_000_000);
    assertThat(settings.logsLimit()).isEqualTo(5_000_000_000L);
    assertThat(settings.keptWorkspaces()).isEqualTo(20);
  }

  @Test
  void refusesAGraceThatOutlastsHeartbeats() {
    assertThatThrownBy(() -> settings(Duration.ofSeconds(9), 1, 1, 1))
        .hasMessageContaining("grace");
  }

  @Test
  void refusesLimitsThatContradictEachOther() {
    assertThatThrownBy(() -> settings(Duration.ZERO, 2, 1, 1)).hasMessageContaining("limit");
    assertThatThrownBy(() -> settings(Duration.ZERO, 1, 1, -1)).hasMessageContaining("workspaces");
  }

  private static BuildSettings settings(Duration grace, long log, long logs, int workspaces) {
    return new BuildSettings(Path.of("work"), Path.of("artifacts"), grace, log, logs, workspaces);
  }
}
