package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.document.PublishedFormat;
import dev.slipway.document.PublishedSchema;
import dev.slipway.document.SchemaAgreement;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.metrics.StandardQueries;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PlatformSchemaTest implements PublishedFormat {

  private static final PublishedSchema SCHEMA = PublishedSchema.named("platform-v1");
  private static final SchemaAgreement<PlatformReading> AGREEMENT =
      new SchemaAgreement<>(
          SCHEMA,
          "platform",
          text -> PlatformFile.parse(text, "platform.yaml"),
          PlatformReading::problems);

  @Override
  public SchemaAgreement<?> agreement() {
    return AGREEMENT;
  }

  @Override
  public String page() {
    return "docs/reference/platform-file.md";
  }

  @Property(tries = 400)
  void parserRefusesWhatTheSchemaRefuses(@ForAll long seed) {
    AGREEMENT.parserRefusesWhatTheSchemaRefuses(seed);
  }

  @Test
  void everyRecordFieldIsInTheSchema() {
    AGREEMENT.fieldsAre("", Platform.class, "apiVersion", "groups");
    AGREEMENT.fieldsAre("clusters[]", ClusterBinding.class);
    AGREEMENT.fieldsAre("clusters[].gateway", GatewayBinding.class);
    AGREEMENT.fieldsAre("forges[]", ForgeBinding.class, "plainHttp");
    AGREEMENT.fieldsAre("registries[]", RegistryBinding.class);
    AGREEMENT.fieldsAre("prometheus[]", PrometheusBinding.class, "plainHttp");
    AGREEMENT.fieldsAre("prometheus[].headers[]", PrometheusBinding.SecretHeader.class);
    for (String place : List.of("clusters[]", "services[].environments[]")) {
      AGREEMENT.fieldsAre(place + ".metrics", MetricsBinding.class);
      AGREEMENT.fieldsAre(place + ".metrics.scrape", MetricsBinding.ScrapeBinding.class);
      AGREEMENT.fieldsAre(place + ".metrics.queries", StandardQueries.class);
    }
    AGREEMENT.fieldsAre("services[].source", ServiceBinding.SourceBinding.class);
    AGREEMENT.fieldsAre("services[].environments[].config", ConfigPath.class);
    AGREEMENT.fieldsAre("services[].environments[].freeze[]", FreezeWindow.class);
    AGREEMENT.fieldsAre("services[].environments[].minimumAnalysis", MinimumAnalysis.class);
    AGREEMENT.fieldsAre("services[].environments[].ignore[]", IgnoreRule.class);
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
            "ignore",
            "kinds",
            "metrics",
            "minimumAnalysis",
            "name",
            "namespace",
            "pruneBudget",
            "route",
            "serviceAccount");
  }
}
