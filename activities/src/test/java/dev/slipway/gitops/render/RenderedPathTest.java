package dev.slipway.gitops.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.gitops.RenderedState;
import dev.slipway.manifest.Manifest;
import io.temporal.failure.ApplicationFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenderedPathTest {

  private static final String DIGEST = "sha256:" + "a".repeat(64);

  private static String deployment(String image, int replicas) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: shop}
    spec:
      replicas: %d
      template:
        spec:
          containers:
          - name: shop
            image: %s
            env: [{name: KEY, valueFrom: {secretKeyRef: {name: keys, key: k}}}]
            envFrom: [{configMapRef: {name: shop}}]
    """
        .formatted(replicas, image);
  }

  private static String map(String kind, String name, String value) {
    return "apiVersion: v1\nkind: %s\nmetadata: {name: %s}\ndata: {k: %s}\n"
        .formatted(kind, name, value);
  }

  private static Rendered render(String... files) {
    Map<String, String> all = new java.util.HashMap<>();
    for (int i = 0; i < files.length; i++) {
      all.put("a/" + i + ".yaml", files[i]);
    }
    return RenderedPath.of(Readers.withoutTools().read(MapFiles.of(all), "a"), "a", "c", "shop");
  }

  private static RenderedState state(String... files) {
    return render(files).state();
  }

  @Test
  void hasTheSameRevisionHoweverTheFilesAreWritten() {
    RenderedState one = state(deployment("shop@" + DIGEST, 2), map("ConfigMap", "shop", "\"5\""));
    RenderedState other =
        state(
            "# comment\n"
                + "data: {\"k\": '5'}\n"
                + "metadata:\n"
                + "  name: shop\n"
                + "kind: ConfigMap\n"
                + "apiVersion: v1\n"
                + "---\n"
                + deployment("shop@" + DIGEST, 2));

    assertThat(other).isEqualTo(one);
    assertThat(one.revision()).matches("sha256:[0-9a-f]{64}");
    assertThat(one.artifact()).contains(DIGEST);
  }

  @Test
  void hasTheSamePodRevisionWhenNoPodIsTouched() {
    RenderedState one = state(deployment("shop", 2), map("ConfigMap", "shop", "a"));
    RenderedState other =
        state(
            deployment("shop", 9),
            map("ConfigMap", "shop", "a"),
            map("ConfigMap", "unrelated", "b"));

    assertThat(other.podRevision()).isEqualTo(one.podRevision());
    assertThat(other.revision()).isNotEqualTo(one.revision());
    assertThat(one.artifact()).isEmpty();
  }

  @Test
  void hasAnotherPodRevisionWhenItsConfigurationChanges() {
    RenderedState one = state(deployment("shop", 2), map("Secret", "keys", "a"));

    assertThat(state(deployment("shop", 2), map("Secret", "keys", "b")).podRevision())
        .isNotEqualTo(one.podRevision());
  }

  @Test
  void putsWhatOthersNeedFirst() {
    assertThat(
            render(
                    "apiVersion: gateway.networking.k8s.io/v1\n"
                        + "kind: HTTPRoute\n"
                        + "metadata: {name: shop}\n",
                    deployment("shop", 1),
                    "apiVersion: v1\nkind: Service\nmetadata: {name: shop}\n",
                    map("Secret", "keys", "a"))
                .objects())
        .extracting(Manifest::id)
        .containsExactly("Secret/keys", "Service/shop", "Deployment/shop", "HTTPRoute/shop");
  }

  @Test
  void saysWhichDeploymentsThereAreWhenTheWorkloadIsMissing() {
    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class, () -> render(deployment("x", 1).replace("shop}", "cart}")));

    assertThat(failure.getOriginalMessage())
        .startsWith("'a' needs one Deployment or Rollout 'shop' and has Deployment/cart:");
  }
}
