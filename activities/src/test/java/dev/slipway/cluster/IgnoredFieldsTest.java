package dev.slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.manifest.Manifest;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IgnoredFieldsTest {

  private static Manifest deployment(String ignore, String spec) {
    return Shop.json(
        """
        {"apiVersion":"apps/v1","kind":"Deployment",
         "metadata":{"name":"shop","annotations":{"slipway.dev/ignore":"%s"}},"spec":%s}
        """
            .formatted(ignore, spec));
  }

  /** What is to be written over a live object. */
  private static String settled(
      String ignore, String git, String live, Set<String> others, Set<String> ours) {
    Manifest desired = deployment(ignore, git);
    return IgnoredFields.of(desired)
        .settled(
            desired,
            deployment("", live),
            new IgnoredFields.Owners() {
              @Override
              public boolean isOthers(String path) {
                return others.contains(path);
              }

              @Override
              public boolean isOurs(String path) {
                return ours.contains(path);
              }
            })
        .json()
        .path("spec")
        .toString();
  }

  private static String settled(String ignore, String git, String live) {
    return settled(ignore, git, live, Set.of(), Set.of());
  }

  @Test
  void keepsTheLiveValueWhereNobodyElseOwnsIt() {
    assertThat(settled("spec.replicas", "{\"replicas\":2}", "{\"replicas\":7}"))
        .isEqualTo("{\"replicas\":7}");
  }

  @Test
  void leavesOutWhatSomebodyElseOwnsAndWhatIsNotThere() {
    assertThat(
            settled(
                "spec.replicas",
                "{\"replicas\":2}",
                "{\"replicas\":7}",
                Set.of("spec.replicas"),
                Set.of()))
        .isEqualTo("{}");
    assertThat(settled("spec.paused", "{\"paused\":true}", "{}")).isEqualTo("{}");
  }

  @Test
  void doesNotDropAFieldThatWasOursWhenItLeavesGit() {
    assertThat(
            settled("spec.replicas", "{}", "{\"replicas\":10}", Set.of(), Set.of("spec.replicas")))
        .isEqualTo("{\"replicas\":10}");
    assertThat(settled("spec.replicas", "{}", "{\"replicas\":10}")).isEqualTo("{}");
  }

  @Test
  void findsItemsByTheirNameAndElseByTheirPlace() {
    assertThat(
            settled(
                "spec.containers[*].cpu",
                "{\"containers\":[{\"name\":\"a\",\"cpu\":1},{\"name\":\"b\",\"cpu\":1}]}",
                "{\"containers\":[{\"name\":\"mesh\",\"cpu\":9},{\"name\":\"b\",\"cpu\":5}]}"))
        .isEqualTo("{\"containers\":[{\"name\":\"a\",\"cpu\":1},{\"name\":\"b\",\"cpu\":5}]}");
    assertThat(
            settled(
                "spec.w[1].x", "{\"w\":[{\"x\":1},{\"x\":1}]}", "{\"w\":[{\"x\":8},{\"x\":9}]}"))
        .isEqualTo("{\"w\":[{\"x\":1},{\"x\":9}]}");
  }

  @Test
  void readsKeysInQuotes() {
    assertThat(
            settled(
                "spec.a['example.com/b'],spec.c",
                "{\"a\":{\"example.com/b\":1},\"c\":1,\"d\":1}",
                "{\"a\":{\"example.com/b\":2},\"c\":2,\"d\":2}"))
        .isEqualTo("{\"a\":{\"example.com/b\":2},\"c\":2,\"d\":1}");
  }

  @Test
  void refusesWhatIsNoField() {
    assertThatThrownBy(() -> IgnoredFields.of(deployment("spec..replicas", "{}")))
        .isInstanceOf(RefusedObjectException.class)
        .hasMessage(
            "Deployment/shop: 'spec..replicas' in slipway.dev/ignore is no field: write it like"
                + " spec.replicas");
  }

  @Test
  void leavesDerivedObjectsToTheirRollout() {
    Manifest derived =
        Shop.json(
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"shop-canary",
             "labels":{"slipway.dev/derived-for":"shop"},
             "annotations":{"slipway.dev/ignore":"spec.replicas"}}}
            """);

    assertThat(IgnoredFields.of(derived).fields()).isEmpty();
  }
}
