package dev.slipway.gitops.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.gitops.render.MapFiles;
import dev.slipway.gitops.render.Readers;
import dev.slipway.manifest.Workload;
import io.temporal.failure.ApplicationFailure;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ImageEditTest {

  private static final String DIGEST = "sha256:" + "1".repeat(64);
  private static final String IMAGE = "shop@" + DIGEST;

  private static String deployment(String imageLine) {
    return """
        # Kept by the shop team
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: shop }   # spaces stay

        spec:
          template:
            spec:
              containers:
              -   name:  shop
                  %s
              - name: sidecar
                image: sidecar:1
        """
        .formatted(imageLine);
  }

  private static ImageEdit edit(Map<String, String> files) {
    return ImageEdit.candidates(
            Readers.withoutTools().read(MapFiles.of(files), "a"), "a", "shop", "shop", DIGEST)
        .getFirst();
  }

  private static void checkLine(String before, String after) {
    ImageEdit edit = edit(Map.of("a/d.yaml", deployment(before)));
    assertThat(edit).isEqualTo(new ImageEdit("a/d.yaml", deployment(after)));
    checkRenders(Map.of("a/d.yaml", edit.text()));
  }

  private static void checkRenders(Map<String, String> files) {
    assertThat(
            Workload.find(Readers.withoutTools().read(MapFiles.of(files), "a").manifests(), "shop")
                .flatMap(Workload::image)
                .orElseThrow())
        .hasToString(IMAGE);
  }

  @Test
  void changesTheImageFieldAndNothingElse() {
    checkLine("image: shop:1.2   # released", "image: " + IMAGE + "   # released");
    checkLine("image: \"shop:1.2\"", "image: \"" + IMAGE + "\"");
    checkLine("image:   'x/y:1'", "image:   '" + IMAGE + "'");
    checkLine("image: &shop shop:1", "image: &shop " + IMAGE);
    checkLine("image: !!str shop:1", "image: !!str " + IMAGE);
    checkLine("\"image\": shop@sha256:00", "\"image\": " + IMAGE);
  }

  @Test
  void keepsWindowsLineEndsAndLettersBeyondTheFirstPlane() {
    String file = ("# 🚢 größer\n" + deployment("image: shop:1")).replace("\n", "\r\n");

    assertThat(edit(Map.of("a/d.yaml", file)).text())
        .isEqualTo(file.replace("image: shop:1\r", "image: " + IMAGE + "\r"));
  }

  @Test
  void findsTheWorkloadInTheRightDocument() {
    String other = deployment("image: shop:1").replace("name: shop }", "name: other }");
    String file = other + "---\n" + deployment("image: shop:1");

    assertThat(edit(Map.of("a/d.yaml", file)).text())
        .isEqualTo(other + "---\n" + deployment("image: " + IMAGE));
  }

  @Test
  void changesJsonToo() {
    String json =
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"shop\"},"
            + "\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"image\":\"shop:1\"}]}}}}";

    assertThat(edit(Map.of("a/d.json", json)).text()).isEqualTo(json.replace("shop:1", IMAGE));
  }

  private static void checkKustomization(String before, String after) {
    String head = "# ours\nresources:\n  - d.yaml   # the workload\n\nimages:\n";
    Map<String, String> files = new HashMap<>();
    files.put("a/d.yaml", deployment("image: shop:1"));
    files.put("a/kustomization.yaml", head + before);

    ImageEdit edit = edit(files);

    assertThat(edit).isEqualTo(new ImageEdit("a/kustomization.yaml", head + after));
    files.put("a/kustomization.yaml", edit.text());
    checkRenders(files);
  }

  @Test
  void changesTheDigestOfAKustomizationsEntry() {
    checkKustomization(
        "  - name: shop   # here\n    digest: sha256:00   # and here\n  - name: z\n    newTag: v1\n",
        "  - name: shop   # here\n    digest: "
            + DIGEST
            + "   # and here\n  - name: z\n    newTag: v1\n");
  }

  @Test
  void turnsATagIntoADigest() {
    checkKustomization(
        "- name: shop\n  newTag: \"1.2\" # tag\n",
        "- name: shop\n  digest: \"" + DIGEST + "\" # tag\n");
  }

  @Test
  void addsADigestWhereThereIsNone() {
    checkKustomization(
        "- name: shop # bare\n- name: z\n",
        "- name: shop # bare\n  digest: " + DIGEST + "\n- name: z\n");
    checkKustomization("- name: shop", "- name: shop\n  digest: " + DIGEST);
    checkKustomization("- {name: shop}\n", "- {name: shop, digest: " + DIGEST + "}\n");
  }

  @Test
  void setsTheNameOfTheImageToo() {
    checkKustomization(
        "- name: shop\n  newName: old/shop\n  newTag: v1\n",
        "- name: shop\n  newName: shop\n  digest: " + DIGEST + "\n");
  }

  @Test
  void namesAnImageThatStandsUnderAPlaceholder() {
    Map<String, String> files = new HashMap<>();
    files.put("a/d.yaml", deployment("image: placeholder"));
    files.put(
        "a/kustomization.yaml", "resources: [d.yaml]\nimages:\n- name: placeholder\n  newTag: x\n");

    ImageEdit edit = edit(files);

    assertThat(edit.text())
        .isEqualTo(
            "resources: [d.yaml]\nimages:\n- name: placeholder\n  newName: shop\n  digest: "
                + DIGEST
                + "\n");
    files.put("a/kustomization.yaml", edit.text());
    checkRenders(files);
  }

  @Test
  void leavesASharedBaseAloneAndAddsImagesToThePath() {
    Map<String, String> files = new HashMap<>();
    files.put("a/kustomization.yaml", "resources: [../base]  # shared");
    files.put("base/kustomization.yaml", "resources: [d.yaml]\n");
    files.put("base/d.yaml", deployment("image: shop:1"));

    ImageEdit edit = edit(files);

    assertThat(edit)
        .isEqualTo(
            new ImageEdit(
                "a/kustomization.yaml",
                "resources: [../base]  # shared\nimages:\n  - name: shop\n    newName: shop\n    digest: "
                    + DIGEST
                    + "\n"));
    files.put("a/kustomization.yaml", edit.text());
    checkRenders(files);
  }

  @Test
  void saysThatTheWorkloadNeedsAnImage() {
    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class, () -> edit(Map.of("a/d.yaml", deployment("command: [x]"))));

    assertThat(failure.getOriginalMessage())
        .startsWith("a/d.yaml:2: Deployment/shop needs an 'image' in its first container");
  }

  @Property(tries = 200)
  void changesOneSpanWhateverStandsAround(
      @ForAll @StringLength(max = 30) @CharRange(from = ' ', to = '~') String comment,
      @ForAll @StringLength(min = 1, max = 12) @CharRange(from = 'a', to = 'z') String image) {
    String before = deployment("image: " + image + " #" + comment);

    assertThat(edit(Map.of("a/d.yaml", "#" + comment + "\n" + before)).text())
        .isEqualTo("#" + comment + "\n" + deployment("image: " + IMAGE + " #" + comment));
  }
}
