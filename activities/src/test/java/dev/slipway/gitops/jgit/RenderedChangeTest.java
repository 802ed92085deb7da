package dev.slipway.gitops.jgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.gitops.ProposedChange;
import dev.slipway.gitops.render.NeedsTool;
import dev.slipway.gitops.render.Readers;
import dev.slipway.gitops.render.tool.RenderTool;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The artifact is proposed where a person would write it, and by rendering it is there. */
class RenderedChangeTest {

  private static final String BRANCH = "slipway/shop/aaaaaaaaaaaa-1/production";

  private static final String TEMPLATE =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        template:
          spec:
            containers:
            - {name: shop, image: "%s"}
      """;

  @TempDir private Path folder;
  private TestRemote remote;
  private JGitConfig config;

  @BeforeEach
  void start() throws IOException {
    remote = TestRemote.create(folder.resolve("config.git"));
    config = new JGitConfig(new RepositoryCache(folder.resolve("cache")), Readers.here());
  }

  @AfterEach
  void stop() {
    remote.close();
  }

  /** The text of a values file after the new artifact has been proposed. */
  private String values(String image, String before) throws IOException {
    NeedsTool.built(RenderTool.HELM);
    remote.commit(
        "main",
        "ana",
        "The shop",
        Map.of(
            Shop.PATH + "/Chart.yaml",
            "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
            Shop.PATH + "/values.yaml",
            before,
            Shop.PATH + "/templates/shop.yaml",
            TEMPLATE.formatted(image)));
    return proposed("values.yaml");
  }

  private String proposed(String file) throws IOException {
    ProposedChange change = config.propose(Shop.change(remote, Shop.NEW));
    assertThat(change.proposed().artifact()).contains(Shop.NEW);
    assertThat(change.diff()).contains(Shop.NEW);
    return remote.text(BRANCH, Shop.PATH + "/" + file);
  }

  @Test
  void setsTheDigestOfAChartsImage() throws IOException {
    assertThat(
            values(
                "{{ .Values.image.repository }}@{{ .Values.image.digest }}",
                "# The image\nimage:\n  repository: old/shop # moves\n  digest: \"\"\nreplicas: 2\n"))
        .isEqualTo(
            "# The image\nimage:\n  repository: shop # moves\n  digest: \""
                + Shop.NEW
                + "\"\nreplicas: 2\n");
  }

  @Test
  void putsTheDigestBehindTheTagWhereAChartKnowsTagsOnly() throws IOException {
    assertThat(
            values(
                "{{ .Values.image.repository }}:{{ .Values.image.tag }}",
                "image: {repository: shop, tag: \"1.0\"}\n"))
        .isEqualTo("image: {repository: shop, tag: \"111111111111@" + Shop.NEW + "\"}\n");
  }

  @Test
  void setsAnImageThatIsOneText() throws IOException {
    assertThat(values("{{ .Values.image }}", "image: shop:1\n"))
        .isEqualTo("image: shop@" + Shop.NEW + "\n");
  }

  @Test
  void tellsByRenderingWhichOfTwoFieldsAChartReads() throws IOException {
    // The digest that stands there is not read by the chart.
    assertThat(
            values(
                "{{ .Values.image.repository }}:{{ .Values.image.tag }}",
                "image: {repository: shop, tag: one, digest: none}\n"))
        .isEqualTo("image: {repository: shop, tag: 111111111111@" + Shop.NEW + ", digest: none}\n");
  }

  @Test
  void writesTheImageOfASharedChartIntoTheValuesOfThePath() throws IOException {
    NeedsTool.built(RenderTool.HELM);
    Map<String, String> files = new HashMap<>();
    files.put("charts/shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    files.put("charts/shop/values.yaml", "app: {image: {repository: shop, tag: one}}\n");
    files.put(
        "charts/shop/templates/shop.yaml",
        TEMPLATE.formatted("{{ .Values.app.image.repository }}:{{ .Values.app.image.tag }}"));
    files.put(
        Shop.PATH + "/slipway-helm.yaml",
        """
        apiVersion: slipway.dev/v1
        kind: HelmChart
        chart: ../../../charts/shop
        image: app.image
        """);
    files.put(Shop.PATH + "/values.yaml", "replicas: 2\n");
    remote.commit("main", "ana", "The shop", files);

    assertThat(proposed("values.yaml"))
        .isEqualTo(
            "replicas: 2\napp:\n  image:\n    repository: shop\n    tag: 111111111111@"
                + Shop.NEW
                + "\n");
    assertThat(remote.content(BRANCH, "charts/shop"))
        .isEqualTo(remote.content("main", "charts/shop"));
  }

  @Test
  void saysWhereTheImageStandsWhenAChartDoesNotReadIt() throws IOException {
    NeedsTool.built(RenderTool.HELM);
    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class,
            () -> values("fixed:1", "image: {repository: shop, tag: a}\n"));

    assertThat(failure.getOriginalMessage())
        .startsWith(Shop.PATH + "/values.yaml: setting the image here gives the workload fixed:1");
  }

  @Test
  void setsTheEntryOfAKustomization() throws IOException {
    assertThat(kustomization("images:\n- name: placeholder\n  newName: shop\n  newTag: one\n"))
        .isEqualTo("images:\n- name: placeholder\n  newName: shop\n  digest: " + Shop.NEW + "\n");
  }

  @Test
  void addsAnEntryToAKustomizationThatHasNoneForTheImage() throws IOException {
    assertThat(
            kustomization("images:\n- name: sidecar\n  newTag: two\n# The end\ncommonLabels: {}\n"))
        .isEqualTo(
            "images:\n- name: sidecar\n  newTag: two\n- name: placeholder\n  newName: shop\n  digest: "
                + Shop.NEW
                + "\n# The end\ncommonLabels: {}\n");
  }

  private String kustomization(String fields) throws IOException {
    NeedsTool.built(RenderTool.KUSTOMIZE);
    String begin = "resources: [shop.yaml]\nnameSuffix: ''\n";
    remote.commit(
        "main",
        "ana",
        "The shop",
        Map.of(
            Shop.PATH + "/kustomization.yaml",
            begin + fields,
            Shop.PATH + "/shop.yaml",
            TEMPLATE.formatted("placeholder")));
    return proposed("kustomization.yaml").substring(begin.length());
  }
}
