package dev.slipway.delivery;

import static dev.slipway.document.Readings.choice;
import static dev.slipway.document.Readings.dnsLabel;
import static dev.slipway.document.Readings.duration;
import static dev.slipway.document.Readings.exactly;
import static dev.slipway.document.Readings.fields;
import static dev.slipway.document.Readings.flag;
import static dev.slipway.document.Readings.list;
import static dev.slipway.document.Readings.matching;
import static dev.slipway.document.Readings.relativePath;
import static dev.slipway.document.Readings.some;
import static dev.slipway.document.Readings.text;
import static dev.slipway.document.Readings.wholeNumber;

import dev.slipway.delivery.ArtifactSpec.FileArtifact;
import dev.slipway.delivery.ArtifactSpec.ImageArtifact;
import dev.slipway.document.Reading;
import dev.slipway.document.Section;
import dev.slipway.document.Succession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fields of a delivery file, except those of a rollout. Where a field is wrong, reading goes on
 * with a stand-in, to find what else is wrong; the result is then thrown away.
 */
final class DeliveryReader {

  /** The canary's objects are called {@code <workload>-canary}, which has to be a name as well. */
  private static final int LONGEST_WORKLOAD = 63 - RolloutPlan.CANARY_SUFFIX.length();

  private static final int LONGEST_WITH_BASELINE = 63 - Baseline.FRESH.suffix().length();

  private static final Duration STEP_TIMEOUT = Duration.ofMinutes(30);
  private static final Pattern CHECK =
      Pattern.compile("[^\\p{Cntrl}\\s]([^\\p{Cntrl}]*[^\\p{Cntrl}\\s])?");
  private static final Pattern IMAGE =
      Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9.-]*(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");
  private static final Pattern PERSON_OR_GROUP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]*");

  static final Reading<Delivery> DELIVERY = fields(DeliveryReader::delivery);

  private DeliveryReader() {}

  private static Delivery delivery(Section section) {
    section.required("apiVersion", exactly(DeliveryFile.API_VERSION));
    String service = section.required("service", dnsLabel(LONGEST_WORKLOAD)).orElse("");
    BuildSpec build =
        section
            .required("build", fields(DeliveryReader::build))
            .orElse(new BuildSpec("", new FileArtifact(""), STEP_TIMEOUT));
    List<TestSuite> tests =
        section
            .optional(
                "tests", list(fields(DeliveryReader::test), 50, Succession.unique(TestSuite::name)))
            .orElse(List.of());
    String workload = section.optional("workload", dnsLabel(LONGEST_WORKLOAD)).orElse(service);
    List<EnvironmentPlan> environments =
        section
            .required(
                "environments",
                some(
                    list(
                        fields(DeliveryReader::environment),
                        20,
                        Succession.unique(EnvironmentPlan::name))))
            .orElse(List.of());
    if (workload.length() > LONGEST_WITH_BASELINE) {
      refuseBaselines(section, environments);
    }
    return new Delivery(service, build, tests, workload, environments);
  }

  private static void refuseBaselines(Section section, List<EnvironmentPlan> environments) {
    environments.stream()
        .filter(environment -> environment.rollout().baseline() == Baseline.FRESH)
        .findFirst()
        .ifPresent(
            environment ->
                section.problem(
                    section.has("workload") ? "workload" : "service",
                    "must have at most "
                        + LONGEST_WITH_BASELINE
                        + " characters where a baseline is fresh (environment '"
                        + environment.name()
                        + "'): its objects are called <workload>-baseline"));
  }

  private static BuildSpec build(Section section) {
    Optional<String> run = section.optional("run", script());
    Optional<List<String>> checks =
        section.optional(
            "checks",
            some(list(matching(CHECK, 100, "the name of a check"), 20, Succession.unique(n -> n))));
    if (section.has("run") == section.has("checks")) {
      section.problem("must have either 'run' or 'checks'");
    }
    ArtifactSpec artifact =
        section.required("artifact", fields(DeliveryReader::artifact)).orElse(new FileArtifact(""));
    if (checks.isPresent() && section.has("artifact") && artifact instanceof FileArtifact) {
      section.problem("artifact", "must be an image when others build it");
    }
    return new BuildSpec(
        run.orElse(""),
        artifact,
        section.optional("timeout", timeout()).orElse(STEP_TIMEOUT),
        checks.orElse(List.of()));
  }

  private static ArtifactSpec artifact(Section section) {
    Optional<ArtifactSpec> image =
        section
            .optional(
                "image",
                matching(
                    IMAGE,
                    255,
                    "an image's repository without tag or digest, such as"
                        + " registry.example.com/checkout"))
            .map(ImageArtifact::new);
    Optional<ArtifactSpec> file = section.optional("file", relativePath()).map(FileArtifact::new);
    if (section.has("image") == section.has("file")) {
      section.problem("must have either 'image' or 'file'");
    }
    return image.or(() -> file).orElse(new FileArtifact(""));
  }

  private static TestSuite test(Section section) {
    return new TestSuite(
        section.required("name", dnsLabel(63)).orElse(""),
        section.required("run", script()).orElse(""),
        section.optional("report", relativePath()),
        section.optional("timeout", timeout()).orElse(STEP_TIMEOUT));
  }

  private static EnvironmentPlan environment(Section section) {
    section
        .refuse("hooks", RolloutReader.HOOKS)
        .refuse("drift", inPlatformFile("drift"))
        .refuse("pruneBudget", inPlatformFile("pruneBudget"))
        .refuse("cluster", inPlatformFile("cluster"))
        .refuse("namespace", inPlatformFile("namespace"));
    String name = section.required("name", dnsLabel(63)).orElse("");
    Mode mode = section.optional("mode", choice(Mode.class)).orElse(Mode.DELIVERY);
    ApprovalRule approval =
        section.optional("approval", fields(DeliveryReader::approval)).orElse(ApprovalRule.DEFAULT);
    if (mode == Mode.DEPLOYMENT && section.has("approval")) {
      section.problem(
          "approval", "nobody approves in deployment mode; remove it, or write 'mode: delivery'");
    }
    SlotPolicy slot = section.optional("slot", choice(SlotPolicy.class)).orElse(SlotPolicy.NEWEST);
    RolloutPlan rollout =
        section
            .optional("rollout", fields(of -> RolloutReader.rollout(of, mode)))
            .orElse(RolloutReader.defaults(mode));
    return new EnvironmentPlan(name, mode, approval, slot, rollout);
  }

  private static ApprovalRule approval(Section section) {
    ApprovalRule usual = ApprovalRule.DEFAULT;
    return new ApprovalRule(
        section.optional("count", wholeNumber(1, 10)).orElse(usual.count()),
        section
            .optional(
                "by",
                list(
                    matching(PERSON_OR_GROUP, 100, "the name of a person or a group"),
                    100,
                    Succession.unique(name -> name)))
            .orElse(usual.by()),
        section
            .optional("expires", duration(Duration.ofMinutes(1), Duration.ofDays(90)))
            .orElse(usual.expires()),
        section.optional("forgeReview", flag()).orElse(usual.forgeReview()));
  }

  private static Reading<String> script() {
    return text(20_000);
  }

  private static Reading<Duration> timeout() {
    return duration(Duration.ofSeconds(1), Duration.ofHours(24));
  }

  private static String inPlatformFile(String field) {
    return "'" + field + "' is the platform's to say: it stands in platform.yaml";
  }
}
