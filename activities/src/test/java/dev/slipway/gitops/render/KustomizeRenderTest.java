package dev.slipway.gitops.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.gitops.render.tool.RenderTool;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Workload;
import io.temporal.failure.ApplicationFailure;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real Kustomize. */
class KustomizeRenderTest {

  private static final PathReader READER = Readers.here();

  private static final String BASE =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        template:
          spec:
            containers:
            - {name: shop, image: shop, envFrom: [{configMapRef: {name: settings}}]}
      """;

  @BeforeAll
  static void needsKustomize() {
    NeedsTool.built(RenderTool.KUSTOMIZE);
  }

  private static Map<String, String> overlay(String fields) {
    Map<String, String> files = new HashMap<>();
    files.put("base/kustomization.yaml", "resources: [shop.yaml]\n");
    files.put("base/shop.yaml", BASE);
    files.put("apps/a/kustomization.yaml", "resources: [../../base]\n" + fields);
    return files;
  }

  private static PathObjects read(Map<String, String> files) {
    return READER.read(MapFiles.of(files), "apps/a");
  }

  @Test
  void rendersAnOverlayWithPatchesAndGeneratedConfiguration() {
    Map<String, String> files =
        overlay(
            """
            patches: [{path: replicas.yaml}]
            configMapGenerator: [{name: settings, literals: [COLOUR=blue], files: [motd=texts/motd.txt]}]
            """);
    files.put(
        "apps/a/replicas.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec: {replicas: 3}\n");
    files.put("apps/a/texts/motd.txt", "--- hello\n---\n");

    PathObjects objects = read(files);

    Manifest shop = objects.workload("shop").orElseThrow().manifest();
    assertThat(shop.json().at("/spec/replicas").asInt()).isEqualTo(3);
    Manifest settings =
        objects.manifests().stream()
            .filter(object -> object.kind().equals("ConfigMap"))
            .findFirst()
            .orElseThrow();
    assertThat(settings.json().at("/data/motd").asText()).isEqualTo("--- hello\n---\n");
    assertThat(new Workload(shop).configuration()).containsExactly("ConfigMap/" + settings.name());
    assertThat(objects.spreadOverRepository()).isTrue();
  }

  @Test
  void rendersTheSimpleKindAsKustomizeDoes() {
    String simple =
        """
        namespace: shop-production
        images: [{name: shop, newName: registry.example.com/shop, digest: 'sha256:abc'}]
        """;
    // A field that changes nothing makes it one that Kustomize itself renders.
    assertThat(RevisionDigest.of(read(overlay(simple + "namePrefix: ''\n")).manifests()))
        .isEqualTo(RevisionDigest.of(read(overlay(simple)).manifests()));
  }

  @Test
  void saysWhatKustomizeSaysWithThePathsOfTheRepository() {
    Map<String, String> files = overlay("patches: [{path: p.yaml}]\n");
    files.put("apps/a/p.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: none}\n");

    ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, () -> read(files));

    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage())
        .startsWith("kustomize build apps/a: ")
        .contains("no matches for Id Pod.v1.[noGrp]/none")
        .doesNotContain("slipway-render");
  }

  @Test
  void neverTellsASecretInAComplaint() {
    Map<String, String> files = overlay("patches: [{path: p.yaml}]\n");
    files.put(
        "apps/a/p.yaml",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: none}
        stringData: {key: hunter2-hunter2}
        spec: [hunter2-hunter2
        """);
    ApplicationFailure broken = catchThrowableOfType(ApplicationFailure.class, () -> read(files));
    files.put("apps/a/p.yaml", "[{op: replace, path: /data/password, value: hunter2-hunter2}]");
    ApplicationFailure patch = catchThrowableOfType(ApplicationFailure.class, () -> read(files));

    assertThat(broken.getOriginalMessage()).doesNotContain("hunter2");
    assertThat(patch.getOriginalMessage()).doesNotContain("hunter2");
  }

  @Test
  void rendersAgainOnlyWhenItsOwnFilesChange() {
    Map<String, String> files = overlay("namePrefix: x-\n");
    PathObjects first = read(files);
    files.put("elsewhere/other.yaml", "changed");
    PathObjects second = read(files);
    files.put("base/shop.yaml", BASE.replace("name: shop}", "name: cart}"));
    PathObjects third = read(files);

    assertThat(second).isSameAs(first);
    assertThat(third.manifests().getFirst().name()).isEqualTo("x-cart");
  }
}
