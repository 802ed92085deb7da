package dev.slipway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.document.PublishedFormat;
import dev.slipway.document.PublishedSchema;
import dev.slipway.document.SchemaAgreement;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DeliverySchemaTest implements PublishedFormat {

  private static final PublishedSchema SCHEMA = PublishedSchema.named("delivery-v1");
  private static final SchemaAgreement<DeliveryReading> AGREEMENT =
      new SchemaAgreement<>(
          SCHEMA,
          "delivery",
          text -> DeliveryFile.parse(text, "delivery.yaml"),
          DeliveryReading::problems);

  @Override
  public SchemaAgreement<?> agreement() {
    return AGREEMENT;
  }

  @Override
  public String page() {
    return "docs/reference/delivery-file.md";
  }

  @Property(tries = 400)
  void parserRefusesWhatTheSchemaRefuses(@ForAll long seed) {
    AGREEMENT.parserRefusesWhatTheSchemaRefuses(seed);
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
    AGREEMENT.fieldsAre(
        "environments[].rollout.analysis.metrics[].counters", MetricRule.EventCounters.class);
    AGREEMENT.fieldsAre(
        "environments[].rollout.analysis.metrics[].histogram", MetricRule.EventHistogram.class);
    assertThat(SCHEMA.namesAt("environments[].rollout"))
        .containsExactly("analysis", "canary", "rolling");
    AGREEMENT.fieldsAre("environments[].rollout.rolling", RollingPlan.class);
    AGREEMENT.fieldsAre("environments[].rollout.canary.headerRoute", HeaderRoute.class);
    assertThat(SCHEMA.namesAt("environments[].rollout.canary"))
        .containsExactlyInAnyOrderElementsOf(
            java.util.stream.Stream.of(RolloutPlan.class.getRecordComponents())
                .map(component -> component.getName())
                .filter(name -> !name.equals("analysis") && !name.equals("rolling"))
                .toList());
  }
}
