package dev.slipway.gitops.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.ManifestFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderedDifferenceTest {

  private static Manifest object(String yaml) {
    return ManifestFile.parse("x.yaml", yaml).entries().getFirst().manifest();
  }

  private static Manifest map(String kind, String name, String data) {
    return object(
        "apiVersion: v1\nkind: %s\nmetadata: {name: %s}\ndata: %s\n".formatted(kind, name, data));
  }

  @Test
  void showsEachObjectThatDiffersAsAUnifiedDiff() {
    RenderedDifference difference =
        RenderedDifference.between(
            List.of(map("ConfigMap", "a", "{x: old}"), map("ConfigMap", "same", "{x: y}")),
            List.of(map("ConfigMap", "a", "{x: new}"), map("ConfigMap", "same", "{x: y}")));

    assertThat(difference.text())
        .isEqualTo(
            """
            --- ConfigMap/a
            +++ ConfigMap/a
            @@ -3,4 +3,4 @@
             metadata:
               name: a
             data:
            -  x: old
            +  x: new\
            """);
  }

  @Test
  void showsNewAndDeletedObjects() {
    assertThat(RenderedDifference.between(List.of(), List.of(map("ConfigMap", "a", "{}"))).text())
        .startsWith("--- /dev/null\n+++ ConfigMap/a\n");
    assertThat(RenderedDifference.between(List.of(map("ConfigMap", "a", "{}")), List.of()).text())
        .startsWith("--- ConfigMap/a\n+++ /dev/null\n");
  }

  @Test
  void neverShowsASecretsValue() {
    Manifest before =
        object(
            """
            apiVersion: v1
            kind: Secret
            metadata:
              name: keys
              annotations: {kubectl.kubernetes.io/last-applied-configuration: "{hunter0}"}
            data: {kept: aHVudGVyMA==, turned: aHVudGVyMQ==, gone: aHVudGVyMg==}
            stringData: {plain: hunter3}
            """);
    Manifest after =
        object(
            """
            apiVersion: v1
            kind: Secret
            metadata:
              name: keys
              annotations: {kubectl.kubernetes.io/last-applied-configuration: "{hunter4}"}
            data: {kept: aHVudGVyMA==, turned: aHVudGVyNQ==, fresh: aHVudGVyNg==}
            stringData: {plain: hunter7}
            """);

    String text = RenderedDifference.between(List.of(before), List.of(after)).text();

    assertThat(text).doesNotContain("hunter").doesNotContain("aHVudGVy");
    assertThat(text)
        .contains("-  turned: (hidden)")
        .contains("+  turned: (changed)")
        .contains("-  gone: (hidden)")
        .contains("+  fresh: (changed)")
        .contains("   kept: (hidden)");
  }

  @Test
  void hidesASecretOfTheWrongShape() {
    String text =
        RenderedDifference.between(List.of(), List.of(map("Secret", "s", "hunter2"))).text();

    assertThat(text).doesNotContain("hunter2");
  }

  @Test
  void hasTheSameDigestWhateverElseIsThere() {
    Manifest before = map("ConfigMap", "a", "{x: 1}");
    Manifest after = map("ConfigMap", "a", "{x: 2}");
    Manifest other = map("ConfigMap", "b", "{x: 1}");

    String digest = RenderedDifference.between(List.of(before), List.of(after)).digest();

    assertThat(RenderedDifference.between(List.of(other, before), List.of(after, other)).digest())
        .isEqualTo(digest);
    assertThat(RenderedDifference.between(List.of(after), List.of(before)).digest())
        .isNotEqualTo(digest);
  }

  @Test
  void tellsSecretsApartByDigestThoughNotByText() {
    Manifest before = map("Secret", "s", "{k: YQ==}");
    RenderedDifference one =
        RenderedDifference.between(List.of(before), List.of(map("Secret", "s", "{k: Yg==}")));
    RenderedDifference two =
        RenderedDifference.between(List.of(before), List.of(map("Secret", "s", "{k: Yw==}")));

    assertThat(one.text()).isEqualTo(two.text());
    assertThat(one.digest()).isNotEqualTo(two.digest());
  }

  @Test
  void cutsALongDiffAndSaysSo() {
    StringBuilder data = new StringBuilder("{");
    for (int i = 0; i < 1_000; i++) {
      data.append("key").append(i).append(": ääääää, ");
    }
    String text =
        RenderedDifference.between(
                List.of(), List.of(map("ConfigMap", "a", data.append('}').toString())))
            .text();

    assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(8_192);
    assertThat(text.lines().toList().getLast())
        .matches("… [0-9]+ more lines are not shown here: see the branch");
  }
}
