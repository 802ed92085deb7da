package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Releases with real parts only: pushed to a real forge, which tells of it by webhook, built to an
 * image in a real registry, approved by another person on the forge, canaried on a real cluster
 * through a real gateway under load. What became of each is asked of forge, cluster and Temporal.
 */
@Tag("lab")
@Isolated("its analysis is not to be disturbed")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ForgeE2E {

  private static final String SECRET = "the-lab-s-own-key";
  private static final int PER_SECOND = 100;

  private @Nullable Stack running;
  private @Nullable ForgedShop live;
  private @Nullable LabGitea people;

  @BeforeAll
  void startAStackThatServesForgeAndCluster() throws IOException {
    Skipping.when(RealCluster.objection().or(LabGitea::objection), ForgeE2E.class);
    people = LabGitea.open();
    running = ForgedShop.stack(Files.createTempDirectory("slipway-forge-e2e"), people, SECRET);
    live =
        new ForgedShop(
            running,
            people,
            "forge-" + Long.toString(System.nanoTime(), 36),
            SECRET,
            Duration.ofMinutes(1));
  }

  @AfterAll
  void stop() {
    if (live != null) {
      live.close();
    }
    if (running != null) {
      running.close();
    }
  }

  @Test
  @Order(1)
  void promotesWhatAnotherPersonApprovedWithoutOneFailedRequest() {
    try (Load load = new Load(shop().url(), PER_SECOND)) {
      ReleaseKey release = shop().push(1);
      int number = shop().proposed(release);
      assertThat(reported(shop().sourceCommit()).path("status").asText()).isEqualTo("pending");
      gitea().approve(LabGitea.REVIEWER, shop().configName(), number);

      ReleaseResult result = shop().end(release);

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      shop().requireAtRest("version-1");
      report("a promotion", load);
      assertThat(load.failed() + load.unanswered()).isZero();
      JsonNode pull = gitea().get(shop().configName(), "pulls/" + number);
      assertThat(pull.path("merged_by").path("login").asText()).isEqualTo(LabGitea.SLIPWAY);
      assertThat(pull.path("user").path("login").asText()).isEqualTo(LabGitea.SLIPWAY);
      assertThat(pull.path("labels").findValuesAsText("name")).containsExactly("slipway/release");
      assertThat(shop().comments(number)).contains("Promoted in production");
      JsonNode status = reported(shop().sourceCommit());
      assertThat(status.path("status").asText()).isEqualTo("success");
      assertThat(status.path("target_url").asText())
          .isEqualTo(
              "https://temporal.example.com/workflows/release%2F"
                  + release.toString().replace("/", "%2F"));
    }
  }

  @Test
  @Order(2)
  void rollsARegressedVersionBackByAMergedChange() {
    String before = shop().tree();
    try (Load load = new Load(shop().url(), PER_SECOND)) {
      ReleaseKey release = shop().push(2, "ERRORS=0.4");
      int number = shop().proposed(release);

      ReleaseResult result = shop().approvedEnd(release);

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.ROLLED_BACK);
      requireRestored(before, "version-1");
      report("a rollback", load);
      assertThat(load.unanswered()).isZero();
      assertThat(shop().comments(number)).contains("Rolled back in production");
      assertThat(reported(shop().sourceCommit()).path("status").asText()).isEqualTo("failure");
    }
  }

  @Test
  @Order(3)
  void rollsBackWhatCrashesAndSaysWhatItSaidLast() {
    String before = shop().tree();
    try (Load load = new Load(shop().url(), PER_SECOND)) {
      ReleaseResult result = shop().approvedEnd(shop().push(3, "FAIL=exit"));

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(result.reason()).contains("no database: FAIL=exit");
      requireRestored(before, "version-1");
      assertThat(load.failed() + load.unanswered()).isZero();
    }
  }

  @Test
  @Order(4)
  void endsWhereTheBuildPushesNoImageWithoutAPullRequest() {
    int before = gitea().get(shop().configName(), "pulls?state=all").size();

    ReleaseResult result = shop().end(shop().push(4, "PUSH=no"));

    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.reason()).contains("push");
    assertThat(gitea().get(shop().configName(), "pulls?state=all").size()).isEqualTo(before);
    Patience.untilTrue(
        "the forge shows the failure",
        () -> reported(shop().sourceCommit()).path("status").asText().equals("failure"),
        () -> reported(shop().sourceCommit()));
    shop().requireAtRest("version-1");
  }

  @Test
  @Order(5)
  void canariesAPersonsOwnPullRequest() {
    try (Load load = new Load(shop().url(), PER_SECOND)) {
      mergedByPeople(
          "greeting",
          text ->
              text.replaceFirst(
                  "ports:", "env: [{name: VERSION, value: by-hand}]\n          ports:"));

      EnvironmentOutcome outcome = nextOutcome("");

      assertThat(outcome.kind()).as(outcome.reason()).isEqualTo(EnvironmentOutcome.Kind.PROMOTED);
      shop().requireAtRest("by-hand");
      assertThat(load.failed() + load.unanswered()).isZero();
    }
  }

  @Test
  @Order(6)
  void restoresAfterAPersonsOwnPullRequestOfAnImageThatIsNotThere() {
    String before = shop().tree();
    String image = RealCluster.REGISTRY + "/" + shop().name();
    try (Load load = new Load(shop().url(), PER_SECOND)) {
      mergedByPeople(
          "missing-image",
          text -> text.replaceFirst("image: \\S+", "image: " + image + ":missing"));

      requireRestored(before, "by-hand");

      EnvironmentOutcome outcome = environment().history().getFirst();
      assertThat(outcome.kind()).isEqualTo(EnvironmentOutcome.Kind.ROLLED_BACK);
      assertThat(outcome.reason()).contains("missing");
      assertThat(load.failed() + load.unanswered()).isZero();
    }
  }

  @Test
  @Order(7)
  void waitsWhereTheForgeRefusesTheMergeUntilPeopleSatisfyIt() {
    gitea().protect(shop().configName(), Map.of("rule_name", "main", "required_approvals", 2));
    try (Load load = new Load(shop().url(), PER_SECOND)) {
      ReleaseKey release = shop().push(7);
      int number = shop().proposed(release);
      gitea().approve(LabGitea.REVIEWER, shop().configName(), number);
      Patience.untilTrue(
          "the release says that the forge refuses",
          () ->
              shop()
                  .status(release)
                  .flatMap(ReleaseStatus::waiting)
                  .filter(waiting -> waiting.reason().contains("enough approvals"))
                  .isPresent(),
          () -> shop().status(release));
      assertThat(environment().holder()).isEmpty();

      gitea().approve(LabGitea.DEVELOPER, shop().configName(), number);
      ReleaseResult result = shop().end(release);

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      assertThat(load.failed() + load.unanswered()).isZero();
    } finally {
      gitea().unprotect(shop().configName());
    }
    shop().requireAtRest("by-hand");
  }

  @Test
  @Order(8)
  void holdsAtStableUntilPeopleAllowTheRestoringChange() {
    String before = shop().tree();
    gitea().protect(shop().configName(), Map.of("rule_name", "main", "required_approvals", 1));
    try (Load load = new Load(shop().url(), PER_SECOND)) {
      ReleaseResult result = shop().approvedEnd(shop().push(17, "ERRORS=0.4"));
      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.ROLLED_BACK);
      Patience.untilTrue(
          "the environment is held", () -> environment().held().isPresent(), this::environment);
      assertThat(shop().tree()).isNotEqualTo(before);
      JsonNode restoring = gitea().get(shop().configName(), "pulls?state=open").get(0);
      assertThat(restoring.path("title").asText()).startsWith("Restore production");
      assertThat(restoring.path("labels").findValuesAsText("name"))
          .containsExactly("slipway/restore");

      long approved = System.nanoTime();
      gitea().approve(LabGitea.REVIEWER, shop().configName(), restoring.path("number").asInt());
      Patience.untilTrue(
          "the hold is over", () -> environment().held().isEmpty(), this::environment);
      System.out.println(
          "The restoring change was merged "
              + Duration.ofNanos(System.nanoTime() - approved).toMillis()
              + " ms after its approval");
      assertThat(load.unanswered()).isZero();
    } finally {
      gitea().unprotect(shop().configName());
    }
    requireRestored(before, "by-hand");
  }

  @Test
  @Order(9)
  void makesAConflictingChangeAnewAndAsksAgain() {
    try (Load load = new Load(shop().url(), PER_SECOND)) {
      ReleaseKey release = shop().push(8);
      int number = shop().proposed(release);
      String proposed = head(number);
      shop()
          .edit(
              "main",
              text ->
                  text.replaceFirst(
                      "( +)image: (\\S+)\n( +)env: .*",
                      "$1image: $2\n$3env: [{name: VERSION, value: changed-beside}]"),
              "Change what lies beside the image");
      nextOutcome("");
      gitea().approve(LabGitea.REVIEWER, shop().configName(), number);
      Patience.untilTrue(
          "the change that was approved is made anew on it",
          () -> !head(number).equals(proposed),
          () -> shop().status(release));

      ReleaseResult result = shop().approvedEnd(release);

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      shop().requireAtRest("changed-beside");
      assertThat(shop().manifest()).contains("changed-beside");
      assertThat(load.failed() + load.unanswered()).isZero();
    }
  }

  @Test
  @Order(10)
  void appliesAPushSoonerByWebhookThanByPolling() {
    Duration by = applied("webhook");
    shop().unhook();
    Duration without = applied("poll");
    shop().hook(SECRET);
    System.out.println(
        "From push to applied: "
            + by.toMillis()
            + " ms by webhook, "
            + without.toMillis()
            + " ms by polling every second (medians of 5)");
    assertThat(by).isLessThan(Duration.ofSeconds(5));
  }

  /** The median of five changes that touch no pod. */
  private Duration applied(String how) {
    List<Duration> took = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      String value = how + "-" + round;
      shop()
          .edit(
              "main",
              text ->
                  text.replaceFirst(
                      "kind: Service\nmetadata: .*",
                      "kind: Service\nmetadata: {name: "
                          + shop().name()
                          + ", annotations: {example.com/round: "
                          + value
                          + "}}"),
              "Annotate the service: " + value);
      long pushed = System.nanoTime();
      Patience.untilTrue(
          value + " is applied",
          () ->
              shop()
                  .get("service/" + shop().name(), ".metadata.annotations.example\\.com/round")
                  .equals(value),
          this::environment);
      took.add(Duration.ofNanos(System.nanoTime() - pushed));
    }
    return took.stream().sorted().toList().get(took.size() / 2);
  }

  /** A developer proposes it, and the reviewer merges: nobody asks Slipway. */
  private void mergedByPeople(String branch, UnaryOperator<String> change) {
    shop().edit(branch, change, "Change " + branch);
    int number =
        gitea().propose(LabGitea.DEVELOPER, shop().configName(), branch, "Change " + branch);
    gitea().approve(LabGitea.REVIEWER, shop().configName(), number);
    gitea().merge(LabGitea.REVIEWER, shop().configName(), number);
  }

  /** The outcome of the commit that the production branch has now. */
  private EnvironmentOutcome nextOutcome(String release) {
    String head =
        gitea().get(shop().configName(), "branches/main").path("commit").path("id").asText();
    return Patience.until(
        "there is an outcome of " + head,
        () ->
            environment().history().stream()
                .filter(
                    outcome -> outcome.commit().equals(head) && outcome.release().equals(release))
                .findFirst(),
        this::environment);
  }

  /** Branch and cluster are as they were, by a merged pull request of Slipway's. */
  private void requireRestored(String tree, String answer) {
    Patience.untilTrue(
        "the branch is restored",
        () ->
            shop().tree().equals(tree)
                && shop()
                    .merged()
                    .getFirst()
                    .path("title")
                    .asText()
                    .startsWith("Restore production"),
        () -> shop().manifest() + environment());
    shop().requireAtRest(answer);
    assertThat(environment().held()).isEmpty();
  }

  private String head(int number) {
    return gitea().get(shop().configName(), "pulls/" + number).path("head").path("sha").asText();
  }

  private JsonNode reported(String commit) {
    return shop().reported(commit).orElseThrow(() -> new AssertionError("no status on " + commit));
  }

  private static void report(String what, Load load) {
    System.out.println(
        "During "
            + what
            + ": "
            + load.asked()
            + " requests, "
            + load.failures()
            + " failed by a version, "
            + load.unanswered()
            + " unanswered");
  }

  private EnvironmentStatus environment() {
    return shop().environment().orElseThrow();
  }

  private ForgedShop shop() {
    if (live == null) {
      throw new IllegalStateException("there is no service");
    }
    return live;
  }

  private LabGitea gitea() {
    if (people == null) {
      throw new IllegalStateException("there is no forge");
    }
    return people;
  }
}
