package dev.slipway.platform;

import static dev.slipway.document.Readings.choice;
import static dev.slipway.document.Readings.dnsLabel;
import static dev.slipway.document.Readings.duration;
import static dev.slipway.document.Readings.exactly;
import static dev.slipway.document.Readings.fields;
import static dev.slipway.document.Readings.instant;
import static dev.slipway.document.Readings.list;
import static dev.slipway.document.Readings.matching;
import static dev.slipway.document.Readings.numberOrPercent;
import static dev.slipway.document.Readings.percent;
import static dev.slipway.document.Readings.relativePath;
import static dev.slipway.document.Readings.share;
import static dev.slipway.document.Readings.some;
import static dev.slipway.document.Readings.text;
import static dev.slipway.document.Readings.wholeNumber;
import static dev.slipway.document.Readings.wholePercent;

import dev.slipway.cluster.FieldPath;
import dev.slipway.cluster.PruneBudget;
import dev.slipway.cluster.Reach;
import dev.slipway.delivery.DeliveryFile;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.Percent;
import dev.slipway.document.Reading;
import dev.slipway.document.Readings;
import dev.slipway.document.Section;
import dev.slipway.document.Succession;
import dev.slipway.document.Value;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.platform.ServiceBinding.SourceBinding;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fields of a platform file. Where a field is wrong, reading goes on with a stand-in, to find
 * what else is wrong; the result is then thrown away.
 */
final class PlatformReader {

  private static final int USUAL_BUILDS = 2;
  private static final String USUAL_BRANCH = "main";
  private static final Pattern KIND = Pattern.compile("[A-Z][A-Za-z0-9]*");
  private static final Pattern RESOURCE =
      Pattern.compile("[a-z][a-z0-9]*(\\.[a-z0-9]([a-z0-9.-]*[a-z0-9])?)?");
  private static final Pattern ACCOUNT =
      Pattern.compile("([a-z0-9]([a-z0-9-]*[a-z0-9])?/)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
  private static final Pattern MANAGER = Pattern.compile("[^,\\s]+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]*");
  private static final Pattern BRANCH =
      Pattern.compile("(?!.*(\\.\\.|//|@\\{|\\.lock$))[A-Za-z0-9_][A-Za-z0-9._/#@+-]*(?<![./])");
  private static final Pattern WEB_UI =
      Pattern.compile("https?://[^\\s{}@]*\\{workflow\\}[^\\s{}]*");
  private static final String WEB_UI_WORDS =
      "a URL with {workflow} in it, such as"
          + " https://temporal.example.com/namespaces/default/workflows/{workflow}";
  private static final Instant STAND_IN = Instant.EPOCH;

  private final RepositoryLocation location;

  PlatformReader(RepositoryLocation location) {
    this.location = location;
  }

  Reading<Platform> platform() {
    return fields(this::platform);
  }

  private Platform platform(Section section) {
    section.required("apiVersion", exactly(PlatformFile.API_VERSION));
    Map<String, List<String>> groups =
        section.optional("groups", fields(PlatformReader::groups)).orElse(Map.of());
    List<PrometheusBinding> prometheus =
        section
            .optional(
                "prometheus",
                list(
                    fields(new MetricsReader(location)::prometheus),
                    20,
                    Succession.unique(PrometheusBinding::name)))
            .orElse(List.of());
    List<ClusterBinding> clusters =
        section
            .optional(
                "clusters",
                list(
                    fields(new ClusterReader(location, prometheus)::cluster),
                    50,
                    Succession.unique(ClusterBinding::name)))
            .orElse(List.of());
    List<ForgeBinding> forges =
        section
            .optional(
                "forges",
                list(
                    fields(new ForgeReader(location)::forge),
                    50,
                    Succession.unique(ForgeBinding::name).and(ForgeReader::sameUrl)))
            .orElse(List.of());
    List<RegistryBinding> registries =
        section
            .optional(
                "registries",
                list(
                    fields(new RegistryReader(location)::registry),
                    50,
                    Succession.unique(RegistryBinding::host)))
            .orElse(List.of());
    Optional<String> webUi = section.optional("webUi", matching(WEB_UI, 500, WEB_UI_WORDS));
    Platform known = new Platform(List.of(), List.of(), forges, registries, prometheus, webUi);
    List<ServiceBinding> services =
        section
            .required(
                "services",
                list(
                    fields(of -> service(of, groups, known)),
                    500,
                    Succession.unique(ServiceBinding::service).and(EnvironmentClashes::objection)))
            .orElse(List.of());
    return new Platform(clusters, services, forges, registries, prometheus, webUi);
  }

  private static Map<String, List<String>> groups(Section section) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (String name : section.names()) {
      if (!NAME.matcher(name).matches()) {
        section.problem(name, "a group's name is letters, digits and . _ @ + -");
      }
      section
          .optional(name, some(list(person(), 200, Succession.unique(person -> person))))
          .ifPresent(people -> groups.put(name, people));
    }
    return groups;
  }

  private ServiceBinding service(
      Section section, Map<String, List<String>> groups, Platform known) {
    String name = section.required("name", dnsLabel(56)).orElse("");
    SourceBinding source =
        section
            .required("source", fields(this::source))
            .orElse(new SourceBinding("", USUAL_BRANCH, DeliveryFile.DEFAULT_NAME));
    return new ServiceBinding(
        name,
        section.required("team", text(100)).orElse(""),
        source,
        section.optional("maximumBuilds", wholeNumber(1, 50)).orElse(USUAL_BUILDS),
        section
            .required(
                "environments",
                some(
                    list(
                        fields(of -> environment(of, name, groups, known)),
                        20,
                        Succession.unique(EnvironmentBinding::name))))
            .orElse(List.of()),
        groups,
        known
            .forge(source.repository())
            .filter(forge -> forge.kind() != ForgeBinding.Kind.LOCAL)
            .map(forge -> new CommitReporting(known.webUi())));
  }

  private SourceBinding source(Section section) {
    return new SourceBinding(
        section.required("repository", location.repository()).orElse(""),
        section.optional("branch", branch()).orElse(USUAL_BRANCH),
        section.optional("deliveryFile", relativePath()).orElse(DeliveryFile.DEFAULT_NAME));
  }

  private EnvironmentBinding environment(
      Section section, String service, Map<String, List<String>> groups, Platform known) {
    PruneBudget prunes = section.optional("pruneBudget", pruneBudget()).orElse(PruneBudget.USUAL);
    String namespace = section.required("namespace", dnsLabel(63)).orElse("");
    return new EnvironmentBinding(
        section.required("name", dnsLabel(63)).orElse(""),
        section.required("cluster", dnsLabel(63)).orElse(""),
        namespace,
        section
            .required("config", fields(of -> config(of, known)))
            .orElse(new ConfigPath("", USUAL_BRANCH, "")),
        section.optional("route", dnsLabel(63)).orElse(service),
        section
            .optional("approvers", list(person(), 200, Succession.unique(person -> person)))
            .map(approvers -> people(approvers, groups))
            .orElse(List.of()),
        section
            .optional("deploymentMode", choice(List.of("allowed", "forbidden")))
            .map("allowed"::equals)
            .orElse(false),
        section
            .optional("drift", choice(List.of("heal", "report")))
            .map("heal"::equals)
            .orElse(true),
        prunes.objects(),
        section.optional("freeze", list(PlatformReader::freeze, 100)).orElse(List.of()),
        section.optional("minimumAnalysis", fields(PlatformReader::minimumAnalysis)),
        section.optional("ignore", list(fields(PlatformReader::ignore), 50)).orElse(List.of()),
        section
            .optional(
                "metrics",
                fields(of -> new MetricsReader(location).metrics(of, known.prometheus())))
            .flatMap(metrics -> metrics),
        prunes.percent(),
        reach(section, namespace));
  }

  /** An account without a namespace is one of the environment's own. */
  private static Reach reach(Section section, String namespace) {
    return new Reach(
        section
            .optional(
                "kinds",
                list(
                    matching(
                        RESOURCE,
                        253,
                        "a kind as kubectl api-resources names it, such as namespaces or"
                            + " certificates.cert-manager.io"),
                    50,
                    Succession.unique(kind -> kind)))
            .orElse(List.of()),
        section
            .optional(
                "serviceAccount",
                matching(ACCOUNT, 317, "a service account, such as deployer or slipway/deployer"))
            .map(account -> account.contains("/") ? account : namespace + "/" + account));
  }

  private static Reading<PruneBudget> pruneBudget() {
    return numberOrPercent(
        value -> wholeNumber(0, 1000).read(value).map(objects -> new PruneBudget(objects, 0)),
        value -> wholePercent(1, 100).read(value).map(share -> new PruneBudget(0, share)));
  }

  private static IgnoreRule ignore(Section section) {
    IgnoreRule rule =
        new IgnoreRule(
            section.required("kind", matching(KIND, 63, "a kind, such as Deployment")).orElse(""),
            section.optional("name", text(253)),
            section
                .optional(
                    "fields",
                    list(
                        matching(FieldPath.FORM, 500, "a field, such as spec.replicas"),
                        50,
                        Succession.unique(field -> field)))
                .orElse(List.of()),
            section
                .optional(
                    "managers",
                    list(
                        matching(MANAGER, 128, "the name of a field manager"),
                        20,
                        Succession.unique(manager -> manager)))
                .orElse(List.of()));
    if (rule.fields().isEmpty() && rule.managers().isEmpty()) {
      section.problem("fields", "either 'fields' or 'managers' is needed: nothing is ignored");
    }
    return rule;
  }

  /** Pull requests need a forge: where forges are named, a config repository lies at one. */
  private ConfigPath config(Section section, Platform known) {
    String repository = section.required("repository", location.repository()).orElse("");
    boolean afar = repository.startsWith("http://") || repository.startsWith("https://");
    if (afar && !known.forges().isEmpty() && known.forge(repository).isEmpty()) {
      section.problem("repository", "lies at none of the forges of this file");
    }
    return new ConfigPath(
        repository,
        section.optional("branch", branch()).orElse(USUAL_BRANCH),
        section.required("path", relativePath()).orElse(""));
  }

  private static Optional<FreezeWindow> freeze(Value value) {
    return fields(
            section -> {
              Instant from = section.required("from", instant()).orElse(STAND_IN);
              Instant until = section.required("until", instant()).orElse(STAND_IN);
              if (from.equals(STAND_IN) || until.equals(STAND_IN)) {
                return Optional.<FreezeWindow>empty();
              }
              if (!from.isBefore(until)) {
                section.problem("until", "must be after 'from'");
                return Optional.<FreezeWindow>empty();
              }
              return Optional.of(new FreezeWindow(from, until));
            })
        .read(value)
        .flatMap(window -> window);
  }

  private static MinimumAnalysis minimumAnalysis(Section section) {
    return new MinimumAnalysis(
        section.optional("falseRollbackAtLeast", share(0, 50)),
        section
            .optional("firstStepAtMost", percent(0, 99))
            .map(percent -> new Percent(percent.doubleValue())),
        section.optional("minimumHold", duration(Duration.ZERO, Duration.ofDays(1))),
        section.optional("soak", duration(Duration.ZERO, Duration.ofDays(7))),
        section
            .optional(
                "metrics",
                list(choice(MetricRule.Kind.class), 4, Succession.unique(Readings::written)))
            .orElse(List.of()));
  }

  private static List<String> people(List<String> names, Map<String, List<String>> groups) {
    return names.stream()
        .flatMap(name -> groups.getOrDefault(name, List.of(name)).stream())
        .distinct()
        .toList();
  }

  private static Reading<String> person() {
    return matching(NAME, 100, "the name of a person or a group");
  }

  private static Reading<String> branch() {
    return matching(BRANCH, 200, "the name of a branch, such as main");
  }
}
