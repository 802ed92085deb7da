package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Reach;
import dev.slipway.delivery.ApprovalRule;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.Percent;
import dev.slipway.document.CorpusFile;
import dev.slipway.document.TextMutation;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.metrics.QueryPreset;
import dev.slipway.platform.MetricsBinding.ScrapeBinding;
import dev.slipway.platform.PrometheusBinding.SecretHeader;
import dev.slipway.platform.ServiceBinding.SourceBinding;
import dev.slipway.temporal.SlipwayDataConverter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformFileTest {

  private static final CorpusFile ALL_FIELDS = CorpusFile.in("platform/accepted").getFirst();

  @Test
  void readsEveryField() {
    ServiceBinding checkout = platform("platform.yaml").binding("checkout").orElseThrow();

    assertThat(checkout)
        .isEqualTo(
            new ServiceBinding(
                "checkout",
                "payments",
                new SourceBinding(
                    "https://git.example.com/payments/checkout.git",
                    "trunk",
                    "deploy/delivery.yaml"),
                4,
                List.of(
                    new EnvironmentBinding(
                        "production",
                        "eu-1",
                        "checkout",
                        new ConfigPath(
                            "git@git.example.com:platform/config.git",
                            "live",
                            "production/checkout"),
                        "checkout-route",
                        List.of("ada", "lin", "eve"),
                        true,
                        false,
                        3,
                        List.of(
                            new FreezeWindow(
                                Instant.parse("2026-12-23T17:00:00Z"),
                                Instant.parse("2027-01-02T07:00:00Z"))),
                        Optional.of(
                            new MinimumAnalysis(
                                Optional.of(0.001),
                                Optional.of(new Percent(10)),
                                Optional.of(Duration.ofSeconds(30)),
                                Optional.of(Duration.ofMinutes(5)),
                                List.of(MetricRule.Kind.ERROR_RATE, MetricRule.Kind.LATENCY))),
                        List.of(
                            new IgnoreRule(
                                "HTTPRoute",
                                Optional.of("mesh"),
                                List.of("spec.rules[*].backendRefs[0].weight"),
                                List.of()),
                            new IgnoreRule(
                                "Deployment", Optional.empty(), List.of(), List.of("vpa-updater"))),
                        Optional.empty(),
                        0,
                        new Reach(
                            List.of("certificates.cert-manager.io", "namespaces"),
                            Optional.of("checkout/slipway-deployer")))),
                Map.of("payments-leads", List.of("ada", "lin"), "on-call", List.of("kim")),
                Optional.of(
                    new CommitReporting(
                        Optional.of(
                            "https://temporal.example.com/namespaces/default/workflows/{workflow}")))));
  }

  @Test
  void findsTheForgeOfARepositoryByItsAddress() {
    Platform platform = platform("/srv/platform/platform.yaml");

    assertThat(platform.forge("https://git.example.com/payments/checkout.git"))
        .contains(
            new ForgeBinding(
                "git",
                ForgeBinding.Kind.GITEA,
                "https://git.example.com",
                "/srv/platform/secrets/gitea-token",
                Optional.of("/run/secrets/gitea-webhook"),
                ForgeBinding.MergeMethod.SQUASH));
    assertThat(platform.forge("https://GitHub.com/o/r.git").map(ForgeBinding::name))
        .contains("hub");
    assertThat(platform.forge("/srv/repos/cart.git").map(ForgeBinding::kind))
        .contains(ForgeBinding.Kind.LOCAL);
    assertThat(platform.forge("https://git.example.com.evil.net/o/r.git")).isEmpty();
  }

  @Test
  void readsHowRegistriesAreLoggedInTo() {
    assertThat(platform("/srv/platform/platform.yaml").registries())
        .containsExactly(
            new RegistryBinding(
                "registry.example.com",
                Optional.of("slipway"),
                Optional.of("/srv/platform/secrets/registry-password"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false),
            new RegistryBinding(
                "ghcr.io",
                Optional.empty(),
                Optional.empty(),
                Optional.of("/run/secrets/ghcr-token"),
                Optional.empty(),
                Optional.of("/srv/platform/ca.pem"),
                false),
            new RegistryBinding(
                "registry.registry.svc:5000",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("~/.docker/config.json"),
                Optional.empty(),
                true));
  }

  @Test
  void takesTheCarefulDefaults() {
    ServiceBinding cart = platform("/srv/platform/platform.yaml").binding("cart").orElseThrow();

    assertThat(cart.source())
        .isEqualTo(new SourceBinding("/srv/repos/cart.git", "main", "delivery.yaml"));
    assertThat(cart.maximumBuilds()).isEqualTo(2);
    assertThat(cart.environment("production"))
        .contains(
            new EnvironmentBinding(
                "production",
                "eu-1",
                "cart",
                new ConfigPath("/srv/repos/config.git", "main", "production/cart"),
                "cart",
                List.of(),
                false,
                true,
                5,
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                20,
                Reach.USUAL));
  }

  @Test
  void readsHowClustersAreReached() {
    assertThat(platform("/srv/platform/platform.yaml").clusters())
        .containsExactly(
            new ClusterBinding(
                "eu-1",
                Optional.of("/srv/clusters/kubeconfig"),
                Optional.of("eu-1"),
                Optional.of(new GatewayBinding("gateway", "app=traefik,tier=edge", 8082))),
            new ClusterBinding("here", Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  void readsWhereCountersAreAndHowTheWorkerIsKnownThere() {
    Platform platform = metrics();

    assertThat(platform.prometheus())
        .containsExactly(
            new PrometheusBinding(
                "main",
                "https://prometheus.example.com/prefix",
                Optional.empty(),
                Optional.of("slipway"),
                Optional.of("/srv/platform/secrets/prometheus-password"),
                List.of(new SecretHeader("X-Scope-OrgID", "/srv/platform/secrets/tenant")),
                Optional.of("/srv/platform/secrets/ca.pem")),
            new PrometheusBinding(
                "near",
                "http://prometheus.monitoring:9090",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty()),
            new PrometheusBinding(
                "inside",
                "http://10.0.0.9:9090",
                Optional.of("/run/secrets/token"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty()));
  }

  @Test
  void bindsCountersToClustersAndEnvironments() {
    Platform platform = metrics();

    assertThat(platform.cluster("eu-1").flatMap(ClusterBinding::metrics))
        .contains(
            new MetricsBinding(
                Optional.of("main"),
                Optional.empty(),
                Optional.of(QueryPreset.TRAEFIK),
                Optional.empty()));
    assertThat(environment(platform, "production").metrics())
        .contains(
            new MetricsBinding(
                Optional.empty(),
                Optional.of(new ScrapeBinding(8080, "/actuator/prometheus")),
                Optional.of(QueryPreset.MICROMETER),
                Optional.empty()));
    assertThat(environment(platform, "staging").metrics().orElseThrow().standard().errors())
        .isEqualTo("sum by (pod) (failures_total{app=\"{{deployment}}\"})");
  }

  private static Platform metrics() {
    CorpusFile file =
        CorpusFile.in("platform/accepted").stream()
            .filter(each -> each.name().contains("metrics"))
            .findFirst()
            .orElseThrow();
    return PlatformFile.parse(file.text(), "/srv/platform/platform.yaml").platform().orElseThrow();
  }

  private static EnvironmentBinding environment(Platform platform, String name) {
    return platform.binding("cart").flatMap(cart -> cart.environment(name)).orElseThrow();
  }

  @Test
  void doesNotKnowAServiceThatIsNotInIt() {
    assertThat(platform("platform.yaml").binding("unknown")).isEmpty();
    assertThat(platform("platform.yaml").services())
        .extracting(ServiceBinding::service)
        .containsExactly("checkout", "cart");
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/platform.yaml, repos/a.git, /srv/repos/a.git",
    "/srv/platform.yaml, ../a.git, /a.git",
    "/srv/platform.yaml, ../../../a.git, /a.git",
    "/srv/platform.yaml, /other/./a.git, /other/a.git",
    "platform.yaml, a.git, a.git",
    "conf/platform.yaml, ../../a.git, ../a.git",
    "/srv/platform.yaml, file:///x/a.git, file:///x/a.git",
    "/srv/platform.yaml, ssh://git@host/a.git, ssh://git@host/a.git",
    "/srv/platform.yaml, git@host:a.git, git@host:a.git",
  })
  void findsRepositoriesFromWhereTheFileLies(String file, String written, String found) {
    String text =
        ALL_FIELDS
            .text()
            .replace("{repository: ../repos/./cart.git}", "{repository: '" + written + "'}");

    PlatformReading reading = PlatformFile.parse(text, file);

    assertThat(reading.platform().flatMap(platform -> platform.binding("cart")))
        .map(cart -> cart.source().repository())
        .contains(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://bot:s3cret@host/a.git", "HTTPS://bot:s3cret@host/a b.git"})
  void neverPrintsAPasswordThatStandsInTheFile(String repository) {
    String text =
        ALL_FIELDS
            .text()
            .replace("{repository: ../repos/./cart.git}", "{repository: '" + repository + "'}");

    assertThat(PlatformFile.parse(text, "platform.yaml").problems())
        .singleElement()
        .asString()
        .contains("must not hold a password")
        .doesNotContain("s3cret");
  }

  @Test
  void whoMayApproveIsWhomBothFilesName() {
    ServiceBinding checkout = platform("platform.yaml").binding("checkout").orElseThrow();

    assertThat(approvers(checkout, "production", List.of()).people())
        .contains(List.of("ada", "lin", "eve"));
    assertThat(approvers(checkout, "production", List.of("payments-leads", "kim")).people())
        .contains(List.of("ada", "lin"));
    assertThat(approvers(checkout, "production", List.of("on-call")).people()).contains(List.of());
    assertThat(approvers(checkout, "production", List.of("on-call")).mayApprove("kim")).isFalse();
    assertThat(approvers(checkout, "production", List.of("payments-leads")).canGive(2)).isTrue();
    assertThat(approvers(checkout, "production", List.of("payments-leads")).canGive(3)).isFalse();
  }

  @Test
  void whereThePlatformNamesNobodyTheDeliveryFileChooses() {
    ServiceBinding cart = platform("platform.yaml").binding("cart").orElseThrow();

    assertThat(approvers(cart, "production", List.of()).mayApprove("anybody")).isTrue();
    assertThat(approvers(cart, "production", List.of("on-call")).mayApprove("kim")).isTrue();
    assertThat(approvers(cart, "production", List.of("on-call")).mayApprove("anybody")).isFalse();
  }

  @Test
  void bindingsOfAnOlderWorkerAreRead() throws IOException {
    String older =
        """
        {"service":"shop","team":"t","source":{"repository":"r","branch":"main","deliveryFile":"d"},
         "maximumBuilds":2,"environments":[{"name":"production","cluster":"c","namespace":"n",
         "config":{"repository":"r","branch":"main","path":"p"},"route":"shop","approvers":[],
         "deploymentMode":true,"healDrift":true,"pruneBudget":5,"freezeWindows":[]}]}
        """;

    ServiceBinding binding = SlipwayDataConverter.mapper().readValue(older, ServiceBinding.class);

    assertThat(binding.groups()).isEmpty();
    assertThat(binding.reporting()).isEmpty();
    assertThat(binding.environment("production").orElseThrow().minimumAnalysis()).isEmpty();
    assertThat(binding.environment("production").orElseThrow().ignore()).isEmpty();
    assertThat(binding.environment("production").orElseThrow().reach()).isEqualTo(Reach.USUAL);
    assertThat(binding.environment("production").orElseThrow().prunes().of(1000)).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"'',12,5", "'',60,12", "7,60,7", "0,60,0", "'10%',60,6", "'10%',9,0", "'100%',9,9"})
  void pruneBudgetIsANumberOrAShare(String written, int there, int allowed) {
    String line = written.isEmpty() ? "" : "pruneBudget: " + written;
    PlatformReading reading =
        PlatformFile.parse(ALL_FIELDS.text().replace("pruneBudget: 3", line), "platform.yaml");

    assertThat(reading.problems()).isEmpty();
    EnvironmentBinding production =
        reading
            .platform()
            .flatMap(platform -> platform.binding("checkout"))
            .flatMap(checkout -> checkout.environment("production"))
            .orElseThrow();
    assertThat(production.prunes().of(there)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1001", "-1", "0%", "0.5%", "101%", "many"})
  void refusesAPruneBudgetThatIsNeither(String written) {
    PlatformReading reading =
        PlatformFile.parse(
            ALL_FIELDS.text().replace("pruneBudget: 3", "pruneBudget: " + written),
            "platform.yaml");

    assertThat(reading.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.toString())
                    .contains("services[0].environments[0].pruneBudget", "must be a whole"));
  }

  @Test
  void bindingsSurviveTheWire() throws IOException {
    for (ServiceBinding binding : platform("platform.yaml").services()) {
      String json = SlipwayDataConverter.mapper().writeValueAsString(binding);

      assertThat(SlipwayDataConverter.mapper().readValue(json, ServiceBinding.class))
          .isEqualTo(binding);
    }
  }

  @Property(tries = 800)
  void neverThrowsWhateverBecomesOfTheText(@ForAll long seed) {
    PlatformReading reading =
        PlatformFile.parse(TextMutation.of(ALL_FIELDS.text(), seed), "platform.yaml");

    assertThat(reading.platform().isPresent()).isEqualTo(reading.problems().isEmpty());
  }

  private static Approvers approvers(ServiceBinding binding, String environment, List<String> by) {
    EnvironmentPlan usual = EnvironmentPlan.defaults(environment);
    ApprovalRule rule = new ApprovalRule(1, by, Duration.ofDays(1), false);
    return binding.approvers(
        new EnvironmentPlan(environment, usual.mode(), rule, usual.slot(), usual.rollout()));
  }

  private static Platform platform(String fileName) {
    PlatformReading reading = PlatformFile.parse(ALL_FIELDS.text(), fileName);
    assertThat(reading.problems()).isEmpty();
    return reading.platform().orElseThrow();
  }
}
