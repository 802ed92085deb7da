package dev.slipway.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.gitops.render.tool.RenderTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WorkerSettingsTest {

  @Test
  void defaultsServeEverythingFromTheCurrentFolder() {
    WorkerSettings settings = bound(Map.of("slipway.platform-file", "platform.yaml"));

    assertThat(settings)
        .isEqualTo(
            new WorkerSettings(
                Path.of("platform.yaml"),
                Path.of(".slipway/work"),
                Path.of(".slipway/artifacts"),
                List.of("workflows", "builds", "clusters"),
                Map.of(),
                List.of(),
                2,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Map.of(),
                Duration.ofSeconds(10)));
  }

  @Test
  void everythingCanBeSet() {
    WorkerSettings settings =
        bound(
            Map.ofEntries(
                Map.entry("slipway.platform-file", "p.yaml"),
                Map.entry("slipway.work", "w"),
                Map.entry("slipway.artifacts", "a"),
                Map.entry("slipway.roles", "builds"),
                Map.entry("slipway.clusters.local", "c"),
                Map.entry("slipway.kubernetes-clusters", "eu-1,eu-2"),
                Map.entry("slipway.builds", "4"),
                Map.entry("slipway.branch-poll", "300ms"),
                Map.entry("slipway.cluster-poll", "2s"),
                Map.entry("slipway.render.helm", "/opt/helm"),
                Map.entry("slipway.drain", "1s")));

    assertThat(settings)
        .isEqualTo(
            new WorkerSettings(
                Path.of("p.yaml"),
                Path.of("w"),
                Path.of("a"),
                List.of("builds"),
                Map.of("local", Path.of("c")),
                List.of("eu-1", "eu-2"),
                4,
                Duration.ofMillis(300),
                Duration.ofSeconds(2),
                Map.of(RenderTool.HELM, Path.of("/opt/helm")),
                Duration.ofSeconds(1)));
  }

  @Test
  void anUnknownRoleIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(
            () -> bound(Map.of("slipway.platform-file", "p.yaml", "slipway.roles", "build")))
        .hasRootCauseMessage("slipway.roles: 'build' is none of workflows, builds, clusters");
  }

  private static WorkerSettings bound(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bind("slipway", WorkerSettings.class)
        .get();
  }
}
