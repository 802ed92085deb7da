package dev.slipway.gitops.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Workload;
import io.temporal.failure.ApplicationFailure;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PathReaderTest {

  private static final String SHOP =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        template:
          spec:
            initContainers:
            - {name: migrate, image: registry.example.com:5000/shop}
            containers:
            - {name: shop, image: registry.example.com:5000/shop}
      """;

  private static String config(String name) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n";
  }

  private static PathObjects read(Map<String, String> files) {
    return Readers.withoutTools().read(MapFiles.of(files), "a");
  }

  private static ApplicationFailure refused(Map<String, String> files) {
    ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, () -> read(files));
    assertThat(failure.isNonRetryable()).isTrue();
    return failure;
  }

  @Test
  void readsAllYamlFilesBelowThePathInOrderAndNothingElse() {
    PathObjects objects =
        read(
            Map.of(
                "a/b.yaml", config("two") + "---\n# only a comment\n---\n" + config("three"),
                "a/a.yml", config("one"),
                "a/deep/er/c.yaml", config("four"),
                "a/README.md", "no: object",
                "b/other.yaml", config("other")));

    assertThat(objects.manifests())
        .extracting(Manifest::name)
        .containsExactly("one", "two", "three", "four");
    assertThat(objects.spreadOverRepository()).isFalse();
  }

  @Test
  void takesAListApart() {
    PathObjects objects =
        read(
            Map.of(
                "a/list.yaml",
                """
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: ConfigMap, metadata: {name: one}}
                - {apiVersion: v1, kind: ConfigMap, metadata: {name: two}}
                """));

    assertThat(objects.manifests()).extracting(Manifest::name).containsExactly("one", "two");
  }

  @Test
  void appliesImagesAndNamespaceOfAKustomization() {
    PathObjects objects =
        read(
            Map.of(
                "a/kustomization.yaml",
                """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: production
                resources: [../base, own.yaml]
                images:
                - name: registry.example.com:5000/shop
                  newName: mirror/shop
                  digest: sha256:abc
                """,
                "a/own.yaml",
                config("own"),
                "a/unlisted.yaml",
                config("unlisted"),
                "base/kustomization.yaml",
                "resources:\n- shop.yaml\n",
                "base/shop.yaml",
                SHOP));

    assertThat(objects.manifests()).extracting(Manifest::name).containsExactly("shop", "own");
    assertThat(objects.manifests())
        .allMatch(o -> o.json().at("/metadata/namespace").asText().equals("production"));
    Manifest shop = objects.manifests().getFirst();
    assertThat(new Workload(shop).image().orElseThrow()).hasToString("mirror/shop@sha256:abc");
    assertThat(shop.json().at("/spec/template/spec/initContainers/0/image").asText())
        .isEqualTo("mirror/shop@sha256:abc");
    assertThat(objects.spreadOverRepository()).isTrue();
  }

  @Test
  void saysHowToGetKustomizeWhereOnlyItCanRender() {
    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class,
            () ->
                read(
                    Map.of(
                        "a/kustomization.yaml",
                        "resources: [x.yaml]\nnamePrefix: new-\n",
                        "a/x.yaml",
                        config("x"))));

    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(failure.getOriginalMessage())
        .isEqualTo(
            "this path needs kustomize 5.8.2 on the worker, and none is on the PATH: run"
                + " tools/render/build kustomize there, or set slipway.render.kustomize");
  }

  @Test
  void fetchesNothing() {
    assertThat(
            refused(
                    Map.of(
                        "a/kustomization.yaml", "resources:\n- https://github.com/x/y?ref=main\n"))
                .getOriginalMessage())
        .isEqualTo(
            "a/kustomization.yaml:2: 'https://github.com/x/y?ref=main' lies elsewhere, and nothing"
                + " is fetched to render: copy it into this repository");
    assertThat(
            refused(
                    Map.of(
                        "a/kustomization.yaml",
                        "namePrefix: a-\ncomponents:\n- git@example.com:x/y\n"))
                .getOriginalMessage())
        .startsWith("a/kustomization.yaml:3: 'git@example.com:x/y' lies elsewhere");
  }

  @Test
  void refusesWhatKustomizeMayNotReadBeforeItIsAsked() {
    assertThat(refusedField("patches:\n- path: ../../etc/passwd\n"))
        .isEqualTo("a/kustomization.yaml:3: there is no '../../etc/passwd' in this repository");
    assertThat(refusedField("configMapGenerator:\n- name: c\n  files: [key=/etc/passwd]\n"))
        .isEqualTo("a/kustomization.yaml:4: there is no '/etc/passwd' in this repository");
    assertThat(refusedField("secretGenerator:\n- {name: s, envs: [../../../root/.env]}\n"))
        .startsWith("a/kustomization.yaml:3: there is no '../../../root/.env'");
    assertThat(refusedField("openapi: {path: /etc/passwd}\n")).contains("no '/etc/passwd'");
    assertThat(refusedField("generators: [../../tmp]\n")).contains("no '../../tmp'");
    assertThat(refusedField("crds: [../b/x.yaml]\n"))
        .contains("lies outside the kustomization's folder, where Kustomize reads no single file");
    assertThat(refusedField("resources: [../b]\n")).endsWith("'../b' has no kustomization.yaml");
    assertThat(refusedField("helmCharts: [{name: x}]\n"))
        .contains("put the chart into this repository and name it in a slipway-helm.yaml");
    assertThat(refusedField("plugins: [x]\n")).endsWith("'plugins' is no field of Kustomize 5.8.2");
  }

  private static String refusedField(String field) {
    return refused(
            Map.of("a/kustomization.yaml", "namePrefix: a-\n" + field, "b/x.yaml", config("x")))
        .getOriginalMessage();
  }

  @Test
  void refusesAResourceOutsideTheRepository() {
    assertThat(
            refused(Map.of("a/kustomization.yaml", "resources:\n- ../../etc/passwd\n"))
                .getOriginalMessage())
        .isEqualTo("a/kustomization.yaml:2: there is no '../../etc/passwd' in this repository");
  }

  @Test
  void refusesAKustomizationThatIncludesItself() {
    ApplicationFailure failure =
        refused(
            Map.of(
                "a/kustomization.yaml", "resources: [../b]\n",
                "b/kustomization.yaml", "resources: [../a]\n"));

    assertThat(failure.getType()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(failure.getOriginalMessage()).contains("includes itself");
  }

  @Test
  void refusesTwoObjectsThatAreTheSame() {
    assertThat(
            refused(
                    Map.of(
                        "a/1.yaml", "# first\n" + config("shop"),
                        "a/2.yaml", config("other") + "---\n" + config("shop")))
                .getOriginalMessage())
        .isEqualTo("a/2.yaml:5: ConfigMap/shop stands in a/1.yaml:2 too");
  }

  @Test
  void saysWhereYamlIsBroken() {
    assertThat(refused(Map.of("a/x.yaml", "a: b\nc: [d\ne: f\n")).getOriginalMessage())
        .startsWith("a/x.yaml:3: no valid YAML: ");
    assertThat(refused(Map.of("a/x.yaml", "kind: X\nkind: Y\n")).getOriginalMessage())
        .isEqualTo("a/x.yaml:2: 'kind' stands there twice");
    assertThat(refused(Map.of("a/x.yaml", "\nkind: X\n")).getOriginalMessage())
        .isEqualTo("a/x.yaml:2: an object without apiVersion");
    assertThat(refused(Map.of("a/x.yaml", "- a\n")).getOriginalMessage())
        .startsWith("a/x.yaml:1: an object with apiVersion");
  }

  @Test
  void isNeverEmpty() {
    assertThat(refused(Map.of("a/README.md", "x")).getOriginalMessage())
        .startsWith("'a' holds no object");
    assertThat(refused(Map.of("b/x.yaml", "x")).getType()).isEqualTo("NOT_FOUND");
  }

  @Test
  void refusesABombOfAliases() {
    StringBuilder bomb = new StringBuilder("a: &a [x, x]\n");
    for (char c = 'b'; c < 'y'; c++) {
      char before = (char) (c - 1);
      bomb.append(c + ": &" + c + " [*" + before + ", *" + before + "]\n");
    }

    ApplicationFailure failure = refused(Map.of("a/x.yaml", bomb.toString()));

    assertThat(failure.getType()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(failure.getOriginalMessage()).startsWith("a/x.yaml:");
  }

  @Test
  void refusesAliasesThatMultiplyWithinTheLimitOfAliases() {
    StringBuilder bomb = new StringBuilder("a: &a [" + "x, ".repeat(999) + "x]\n");
    for (char c = 'b'; c < 'f'; c++) {
      String before = "*" + (char) (c - 1);
      bomb.append(c + ": &" + c + " [" + (before + ", ").repeat(9) + before + "]\n");
    }

    assertThat(refused(Map.of("a/x.yaml", bomb.toString())).getOriginalMessage())
        .contains("aliases expand to more than");
  }

  @Test
  void refusesAnObjectThatContainsItself() {
    assertThat(refused(Map.of("a/x.yaml", "a: &a {b: *a}\n")).getType())
        .isIn("LIMIT_EXCEEDED", "MISCONFIGURED");
  }

  @Test
  void refusesTooDeepYaml() {
    assertThat(refused(Map.of("a/x.yaml", "[".repeat(100_000))).getType())
        .isEqualTo("LIMIT_EXCEEDED");
  }

  @Test
  void refusesTooLargeAndTooManyFiles() {
    assertThat(refused(Map.of("a/x.yaml", "#".repeat(1_000_001))).getOriginalMessage())
        .isEqualTo("a/x.yaml: 1000001 bytes; a manifest may have 1 MB");
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 501; i++) {
      many.put("a/" + i + ".yaml", config("c" + i));
    }
    assertThat(refused(many).getOriginalMessage()).contains("more than 500 files");
    Map<String, String> objects = Map.of("a/x.yaml", (config("c") + "---\n").repeat(1_001));
    assertThat(refused(objects).getOriginalMessage()).contains("more than 1000 objects");
  }

  @Test
  void readsScalarsAsKubernetesDoes() {
    Manifest object =
        read(Map.of(
                "a/x.yaml",
                """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: x}
                    data: {mode: 0644, on: yes, commit: 12345e7, big: 1e+3, text: "1", none: ~, hex: 0x1f}
                    """))
            .manifests()
            .getFirst();

    assertThat(object.json().get("data").toString())
        .isEqualTo(
            "{\"mode\":420,\"on\":true,\"commit\":\"12345e7\",\"big\":1000.0,\"text\":\"1\",\"none\":null,\"hex\":31}");
  }

  @Test
  void readsMergeKeys() {
    Manifest object =
        read(Map.of(
                "a/x.yaml",
                """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: x}
                    base: &base {a: 1, b: 2}
                    data: {b: 3, <<: *base}
                    """))
            .manifests()
            .getFirst();

    assertThat(object.json().get("data").toString()).isEqualTo("{\"b\":3,\"a\":1}");
  }
}
