package dev.slipway.gitops.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.gitops.render.tool.RenderTool;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Workload;
import io.temporal.failure.ApplicationFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real Helm. */
class HelmRenderTest {

  private static final PathReader READER = Readers.here();
  private static final String CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";

  private static final String TEMPLATE =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }}}
      spec:
        replicas: {{ .Values.replicas }}
        template:
          spec:
            containers:
            - {name: shop, image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"}
      """;

  @BeforeAll
  static void needsHelm() {
    NeedsTool.built(RenderTool.HELM);
  }

  private static Map<String, String> shared() {
    Map<String, String> files = new HashMap<>();
    files.put("charts/shop/Chart.yaml", CHART);
    files.put(
        "charts/shop/values.yaml", "replicas: 1\nimage: {repository: shop, tag: none}\nmore: ''\n");
    files.put("charts/shop/templates/shop.yaml", TEMPLATE);
    files.put(
        "apps/a/slipway-helm.yaml",
        """
        apiVersion: slipway.dev/v1
        kind: HelmChart
        chart: ../../charts/shop
        values: [../common.yaml, values.yaml]
        release: shop
        """);
    files.put("apps/common.yaml", "replicas: 2\nmore: x\n");
    files.put("apps/a/values.yaml", "replicas: 3\nimage:\n  repository: shop\n  tag: one\n");
    return files;
  }

  private static PathObjects read(Map<String, String> files) {
    return READER.read(MapFiles.of(files), "apps/a");
  }

  private static ApplicationFailure refused(Map<String, String> files) {
    ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, () -> read(files));
    assertThat(failure.isNonRetryable()).isTrue();
    return failure;
  }

  @Test
  void rendersASharedChartWithTheLaterValuesBeforeTheEarlier() {
    PathObjects objects = read(shared());

    Manifest shop = objects.manifests().getFirst();
    assertThat(shop.json().at("/spec/replicas").asInt()).isEqualTo(3);
    assertThat(new Workload(shop).image().orElseThrow()).hasToString("shop:one");
    assertThat(shop.json().at("/metadata").has("namespace")).isFalse();
    assertThat(objects.spreadOverRepository()).isTrue();
  }

  @Test
  void rendersAChartThatIsThePathItself() {
    PathObjects objects =
        read(
            Map.of(
                "apps/a/Chart.yaml", CHART,
                "apps/a/values.yaml", "replicas: 1\nimage: {repository: shop, tag: one}\n",
                "apps/a/crds/crd.yaml",
                    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.example.com}\n",
                "apps/a/templates/shop.yaml", TEMPLATE,
                "apps/a/templates/test.yaml",
                    "apiVersion: v1\nkind: Pod\nmetadata: {name: test, annotations: {helm.sh/hook: test}}\n"));

    assertThat(objects.manifests())
        .extracting(Manifest::id)
        .containsExactlyInAnyOrder("CustomResourceDefinition/things.example.com", "Deployment/a");
    assertThat(objects.spreadOverRepository()).isFalse();
  }

  @Test
  void readsVendoredDependencies() {
    Map<String, String> files = shared();
    files.put("charts/shop/Chart.yaml", CHART + "dependencies: [{name: cache, version: 1.0.0}]\n");
    assertThat(refused(files).getOriginalMessage())
        .contains("missing in charts/ directory: cache")
        .endsWith("run helm dependency build, and commit charts/");

    files.put(
        "charts/shop/charts/cache/Chart.yaml", "apiVersion: v2\nname: cache\nversion: 1.0.0\n");
    files.put(
        "charts/shop/charts/cache/templates/c.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cache}\n");
    assertThat(read(files).manifests()).extracting(Manifest::name).contains("cache", "shop");
  }

  @Test
  void asksForTheNamespaceWhereTheChartNeedsIt() {
    Map<String, String> files = shared();
    files.put(
        "charts/shop/templates/c.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {url: 'http://shop.{{ .Release.Namespace }}'}\n");
    assertThat(refused(files).getOriginalMessage())
        .isEqualTo(
            "helm template of apps/a (shop/templates/c.yaml): ConfigMap/c names the release's"
                + " namespace: write 'namespace' in a slipway-helm.yaml");

    files.merge("apps/a/slipway-helm.yaml", "namespace: prod\n", String::concat);
    assertThat(read(files).manifests())
        .filteredOn(object -> object.name().equals("c"))
        .extracting(object -> object.json().at("/data/url").asText())
        .containsExactly("http://shop.prod");
  }

  @Test
  void refusesAChartThatGivesSomethingElseEachTime() {
    Map<String, String> files = shared();
    files.put(
        "charts/shop/templates/c.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c-{{ randAlphaNum 8 | lower }}}\n");

    assertThat(refused(files).getOriginalMessage()).contains("gives something else each time");
  }

  @Test
  void seesNothingOfTheMachine() {
    Map<String, String> files = shared();
    files.put(
        "charts/shop/templates/c.yaml",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: c}
        data:
          file: {{ .Files.Get "../../../../../../etc/passwd" | quote }}
          absolute: {{ .Files.Get "/etc/passwd" | quote }}
          address: {{ getHostByName "localhost" | quote }}
          live: {{ lookup "v1" "Namespace" "" "" | toJson | quote }}
        """);

    assertThat(read(files).manifests())
        .filteredOn(object -> object.name().equals("c"))
        .extracting(object -> object.json().path("data").toString())
        .containsExactly("{\"file\":\"\",\"absolute\":\"\",\"address\":\"\",\"live\":\"{}\"}");
  }

  @Test
  void endsAChartThatLoops() {
    Map<String, String> files = shared();
    files.put("charts/shop/templates/_x.tpl", "{{ define \"x\" }}{{ include \"x\" . }}{{ end }}");
    files.put("charts/shop/templates/c.yaml", "{{ include \"x\" . }}");

    assertThat(refused(files).getOriginalMessage()).contains("include");
  }

  @Test
  void refusesWhatTheDescribingFileMayNotSay() {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "chart: /etc", "there is no '/etc' in this repository",
                "chart: ../../../x", "there is no '../../../x' in this repository",
                "values: [https://example.com/v.yaml]", "there is no 'https://example.com/v.yaml'",
                "release: --post-renderer=/bin/sh", "'release' is a name of letters",
                "set: [a]", "is not known: use apiVersion, apiVersions, chart")
            .entrySet()) {
      Map<String, String> files = shared();
      files.put(
          "apps/a/slipway-helm.yaml",
          "apiVersion: slipway.dev/v1\nkind: HelmChart\n"
              + wrong.getKey()
              + (wrong.getKey().startsWith("chart") ? "\n" : "\nchart: ../../charts/shop\n"));
      assertThat(refused(files).getOriginalMessage())
          .startsWith("apps/a/slipway-helm.yaml:3: ")
          .contains(wrong.getValue());
    }
    Map<String, String> both = shared();
    both.put("apps/a/kustomization.yaml", "resources: []\n");
    assertThat(refused(both).getOriginalMessage())
        .isEqualTo("apps/a/kustomization.yaml: beside a Helm chart: leave one of the two there");
    assertThat(List.of(refused(Map.of("apps/a/slipway-helm.yaml", "a: b\n")).getOriginalMessage()))
        .containsExactly(
            "apps/a/slipway-helm.yaml:1: begins with 'apiVersion: slipway.dev/v1' and 'kind:"
                + " HelmChart'");
  }
}
