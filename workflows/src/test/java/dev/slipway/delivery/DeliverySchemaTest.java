package dev.slipway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.document.CorpusFile;
import dev.slipway.document.PublishedSchema;
import dev.slipway.document.SchemaAgreement;
import dev.slipway.document.TreeMutation;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeliverySchemaTest {

  private static final String PAGE = "docs/reference/delivery-file.md";
  private static final PublishedSchema SCHEMA = PublishedSchema.named("delivery-v1");
  private static final SchemaAgreement<DeliveryReading> AGREEMENT =
      new SchemaAgreement<>(
          SCHEMA,
          accepted(),
          text -> DeliveryFile.parse(text, "delivery.yaml"),
          DeliveryReading::problems);

  static List<CorpusFile> accepted() {
    return CorpusFile.in("delivery/accepted");
  }

  static List<CorpusFile> structure() {
    return CorpusFile.in("delivery/structure");
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void schemaAcceptsWhatTheParserAccepts(CorpusFile file) {
    assertThat(SCHEMA.objections(file.json())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("structure")
  void schemaRefusesWhatIsNotBuiltRight(CorpusFile file) {
    assertThat(SCHEMA.objections(file.json())).isNotEmpty();
  }

  @Property(tries = 400)
  void parserRefusesWhatTheSchemaRefuses(@ForAll long seed) {
    JsonNode document = TreeMutation.of(accepted().getFirst().json(), SCHEMA.fields(), seed);

    if (!SCHEMA.objections(document).isEmpty()) {
      assertThat(DeliveryFile.parse(document.toString(), "delivery.yaml").problems())
          .as(document.toString())
          .isNotEmpty();
    }
  }

  @Test
  void everyRecordFieldIsInTheSchema() {
    AGREEMENT.fieldsAre("", Delivery.class, "apiVersion");
    AGREEMENT.fieldsAre("build", BuildSpec.class);
    AGREEMENT.fieldsAre("build.artifact", ArtifactSpec.ImageArtifact.class, "file");
    AGREEMENT.fieldsAre("build.artifact", ArtifactSpec.FileArtifact.class, "image");
    AGREEMENT.fieldsAre("tests[]", TestSuite.class);
    AGREEMENT.fieldsAre("environments[]", EnvironmentPlan.class);
    AGREEMENT.fieldsAre("environments[].approval", ApprovalRule.class);
    AGREEMENT.fieldsAre("environments[].rollout.analysis", AnalysisRules.class);
    AGREEMENT.fieldsAre("environments[].rollout.analysis.metrics[]", MetricRule.class);
    assertThat(SCHEMA.namesAt("environments[].rollout")).containsExactly("analysis", "canary");
    assertThat(SCHEMA.namesAt("environments[].rollout.canary"))
        .containsExactlyInAnyOrderElementsOf(
            java.util.stream.Stream.of(RolloutPlan.class.getRecordComponents())
                .map(component -> component.getName())
                .filter(name -> !name.equals("analysis"))
                .toList());
  }

  @Test
  void acceptedFilesWriteEveryField() {
    AGREEMENT.everyFieldIsWrittenSomewhere();
  }

  @Test
  void defaultsOfTheSchemaAreThoseOfTheParser() {
    AGREEMENT.defaultsAreTrue();
  }

  @Test
  void examplesOfTheSchemaAreAcceptedByBoth() {
    AGREEMENT.examplesAreAccepted();
  }

  @Test
  void requiredFieldsAreRequiredByBoth() {
    AGREEMENT.requiredFieldsAreRequired();
  }

  @Test
  void everyFieldExplainsItself() {
    AGREEMENT.everyFieldExplainsItself();
  }

  @Test
  void referencePageHasEveryFieldAndNoOther() {
    AGREEMENT.everyFieldIsOnThePage(PAGE);
  }

  @Test
  void filesOnTheReferencePageAreValid() {
    AGREEMENT.filesOnThePageAreValid(PAGE);
  }
}
