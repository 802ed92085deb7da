package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.document.CorpusFile;
import dev.slipway.document.PublishedSchema;
import dev.slipway.document.SchemaAgreement;
import dev.slipway.document.TreeMutation;
import dev.slipway.gitops.ConfigPath;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlatformSchemaTest {

  private static final String PAGE = "docs/reference/platform-file.md";
  private static final PublishedSchema SCHEMA = PublishedSchema.named("platform-v1");
  private static final SchemaAgreement<PlatformReading> AGREEMENT =
      new SchemaAgreement<>(
          SCHEMA,
          accepted(),
          text -> PlatformFile.parse(text, "platform.yaml"),
          PlatformReading::problems);

  static List<CorpusFile> accepted() {
    return CorpusFile.in("platform/accepted");
  }

  static List<CorpusFile> structure() {
    return CorpusFile.in("platform/structure");
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
      assertThat(PlatformFile.parse(document.toString(), "platform.yaml").problems())
          .as(document.toString())
          .isNotEmpty();
    }
  }

  @Test
  void everyRecordFieldIsInTheSchema() {
    AGREEMENT.fieldsAre("", Platform.class, "apiVersion", "groups");
    AGREEMENT.fieldsAre("forges[]", ForgeBinding.class, "plainHttp");
    AGREEMENT.fieldsAre("services[].source", ServiceBinding.SourceBinding.class);
    AGREEMENT.fieldsAre("services[].environments[].config", ConfigPath.class);
    AGREEMENT.fieldsAre("services[].environments[].freeze[]", FreezeWindow.class);
    AGREEMENT.fieldsAre("services[].environments[].minimumAnalysis", MinimumAnalysis.class);
    assertThat(SCHEMA.namesAt("services[]"))
        .containsExactly("environments", "maximumBuilds", "name", "source", "team");
    assertThat(SCHEMA.namesAt("services[].environments[]"))
        .containsExactly(
            "approvers",
            "cluster",
            "config",
            "deploymentMode",
            "drift",
            "freeze",
            "minimumAnalysis",
            "name",
            "namespace",
            "pruneBudget",
            "route");
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
