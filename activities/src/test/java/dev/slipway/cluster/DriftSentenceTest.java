package dev.slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one class writes, the other reads. */
class DriftSentenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Deployment/shop: spec.replicas: 3 instead of 2, set by kubectl;"
            + " Deployment/shop; spec.replicas; kubectl",
        "Deployment/shop: spec.replicas: 3 instead of 2; Deployment/shop; spec.replicas;",
        "Secret/shop: data.PASSWORD differs, set by kubectl-patch;"
            + " Secret/shop; data.PASSWORD; kubectl-patch",
        "ConfigMap/shop: data.EXTRA is not in Git, added by kubectl-patch;"
            + " ConfigMap/shop; data.EXTRA; kubectl-patch",
        "ConfigMap/shop: data.a: x, set by y instead of z, set by ada;"
            + " ConfigMap/shop; data.a; ada",
        "ConfigMap/shop: data.a: it differs: a lot instead of z; ConfigMap/shop; data.a;"
      })
  void tellsObjectFieldAndWhoSetIt(String sentence, String object, String path, String by) {
    assertThat(DriftSentence.read(sentence, true))
        .isEqualTo(new DriftedField(object, path, Optional.ofNullable(by), true));
  }

  @Test
  void theSameFieldHasTheSameNameWhateverItsValue() {
    List<String> once = differences("a");
    List<String> again = differences("b");

    assertThat(once).isNotEqualTo(again);
    assertThat(DriftSentence.read(once.getFirst(), true).name())
        .isEqualTo(DriftSentence.read(again.getFirst(), false).name())
        .isEqualTo("ConfigMap/shop: data.GREETING");
  }

  private static List<String> differences(String live) {
    return FieldComparison.differences(config("hello"), config(live));
  }

  private static dev.slipway.manifest.Manifest config(String greeting) {
    return Shop.json(
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"shop\"},"
            + "\"data\":{\"GREETING\":\""
            + greeting
            + "\"}}");
  }
}
