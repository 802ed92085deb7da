package dev.slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gitops.RenderedState;
import dev.slipway.gitops.render.Rendered;
import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DesiredStateTest {

  /** Golden: another digest for the same configuration would restart every pod that runs. */
  @Test
  void stampsConfigurationWithTheDigestThatRunningPodsHave() {
    DesiredState desired =
        desired(
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"shop"},
             "spec":{"template":{"spec":{"containers":[{"name":"shop",
              "envFrom":[{"configMapRef":{"name":"shop"}},{"secretRef":{"name":"keys"}}]}]}}}}
            """,
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"shop"},
             "data":{"b":"zwei","a":"grüße\\n\\"1\\""}}
            """,
            """
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"keys"},
             "stringData":{"password":"hush"}}
            """);

    assertThat(
            desired
                .find("Deployment/shop")
                .orElseThrow()
                .json()
                .at("/spec/template/metadata/annotations")
                .path(DesiredState.CONFIGURATION)
                .asText())
        .isEqualTo("63339626564bdae4");
  }

  private static DesiredState desired(String... objects) {
    List<Manifest> manifests = List.of(objects).stream().map(Shop::json).toList();
    RenderedState state =
        new RenderedState("1234", "sha256:1", "sha256:2", Optional.empty(), manifests.size());
    return DesiredState.of(new Rendered(state, manifests), Shop.TARGET);
  }
}
