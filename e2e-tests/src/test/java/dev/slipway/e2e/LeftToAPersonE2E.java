package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Program.Ended;
import dev.slipway.environment.EnvironmentOutcome.Kind;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
 * What Slipway does not go on with by itself, through the worker as it ships and on a real cluster:
 * it says what it is and how to go on, and a person's word is carried out exactly.
 */
@Tag("lab")
@Isolated("its fights are counted")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LeftToAPersonE2E {

  /** More than the five that may go by themselves. */
  private static final List<String> SEVEN =
      IntStream.rangeClosed(1, 7).mapToObj("extra-%d"::formatted).toList();

  private static final String KEPT =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: kept, annotations: {slipway.dev/prune: never}}
      data: {a: "1"}
      ---
      """;

  private @Nullable EchoStage stage;

  @BeforeAll
  void releaseOnceOnTheRealCluster() throws IOException {
    Skipping.when(RealCluster.objection(), LeftToAPersonE2E.class);
    stage = EchoStage.byGateway("left");
    try (Visitors visitors = new Visitors(shop().url())) {
      ReleaseResult result = shop().end(shop().push(1, 0));
      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      assertThat(visitors.unanswered()).isZero();
    }
    shop().requireAtRest(1);
  }

  @AfterAll
  void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  @Order(1)
  void leavesADeploymentAwayThatSomebodyDeletesAgainAndAgainUntilAPersonSyncs() {
    String deployment = "deployment/" + shop().name();
    String said = "Deployment/" + shop().name() + " is deleted again and again: made anew 5 times";
    int deletions = 0;
    // Somebody's loop: whenever it is there, it is deleted.
    while (environment().contests().isEmpty() || isThere(deployment)) {
      Patience.untilTrue(
          "it is made anew, or left away",
          () -> isThere(deployment) || !environment().contests().isEmpty(),
          this::environment);
      if (isThere(deployment)) {
        kubectl("delete", deployment, "--wait=true");
        deletions++;
      }
    }

    assertThat(deletions).as("five are mended, and the sixth is left").isEqualTo(6);
    Patience.untilTrue(
        "the status says that it is missing",
        () -> slipway("environment", "status", "production").contains("missing"),
        this::environment);
    for (String answer : List.of(slipway("environment", "status", "production"), explained())) {
      assertThat(answer)
          .contains(said, "left away now", "slipway environment sync production " + shop().name());
    }
    assertThat(isThere(deployment)).as("nobody makes it again meanwhile").isFalse();

    slipway("environment", "sync", "production");

    assertThat(isThere(deployment)).isTrue();
    shop().requireAtRest(1);
    assertThat(slipway("environment", "status", "production")).doesNotContain("again and again");
  }

  @Test
  @Order(2)
  void deletesBeyondTheBudgetExactlyWhatAPersonWasShown() {
    assertThat(shop().outcome(shop().commit("extras.yaml", KEPT + extras(), "Add seven")).kind())
        .isEqualTo(Kind.PROMOTED);
    assertThat(configMaps()).containsAll(SEVEN).contains("kept");
    assertThat(shop().outcome(shop().commit("extras.yaml", "# none\n", "Take them away")).kind())
        .isEqualTo(Kind.PROMOTED);

    for (String answer : List.of(slipway("environment", "status", "production"), explained())) {
      assertThat(answer)
          .contains(
              "a person confirms that 7 objects that left Git may be deleted, more than the prune"
                  + " budget allows: ConfigMap/extra-1, ConfigMap/extra-2",
              "slipway environment prune production " + shop().name());
    }
    Ended unasked = stack().slipway().run("environment", "prune", "production", shop().name());
    assertThat(unasked.code()).isEqualTo(2);
    assertThat(unasked.err()).contains("There is nobody to ask");
    assertThat(configMaps()).as("nothing is deleted").containsAll(SEVEN);

    String pruned = slipway("environment", "prune", "production", "--yes", "--reason", "moved");

    assertThat(pruned.lines().map(String::strip))
        .containsSubsequence(SEVEN.stream().map(name -> "- ConfigMap/" + name).toList())
        .contains(
            "ConfigMap/kept stays: no sync deletes it, only a person with kubectl",
            "✔ 7 objects deleted from production/" + shop().name());
    assertThat(configMaps()).doesNotContainAnyElementsOf(SEVEN).contains("kept");
    assertThat(slipway("environment", "status", "production"))
        .doesNotContain("a person confirms")
        .contains("by ada: moved", "ConfigMap/kept left Git: no sync ever deletes it");
    kubectl("delete", "configmap", "kept");
    shop().requireAtRest(1);
  }

  private static String extras() {
    StringBuilder extras = new StringBuilder();
    for (String name : SEVEN) {
      extras
          .append("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ")
          .append(name)
          .append("}\ndata: {a: \"1\"}\n---\n");
    }
    return extras.toString();
  }

  private List<String> configMaps() {
    return kubectl("get", "configmap", "-o", "jsonpath={.items[*].metadata.name}")
        .lines()
        .flatMap(line -> List.of(line.split(" ", -1)).stream())
        .toList();
  }

  private boolean isThere(String object) {
    return !kubectl("get", object, "--ignore-not-found", "-o", "name").isEmpty();
  }

  private String kubectl(String... arguments) {
    List<String> all = new ArrayList<>(List.of("-n", shop().name()));
    all.addAll(List.of(arguments));
    return RealCluster.kubectl(all.toArray(String[]::new));
  }

  /** What a person reads who asks after the release. */
  private String explained() {
    return stack().slipway().run("release", "explain", shop().name()).required();
  }

  /** An order about the service, which has to succeed. */
  private String slipway(String group, String command, String environment, String... options) {
    List<String> all = new ArrayList<>(List.of(group, command, environment, shop().name()));
    all.addAll(List.of(options));
    return stack().slipway().run(all.toArray(String[]::new)).required();
  }

  private EnvironmentStatus environment() {
    return shop().environment().orElseThrow();
  }

  private Stack stack() {
    return stage().stack();
  }

  private EchoShop shop() {
    return stage().shop();
  }

  private EchoStage stage() {
    if (stage == null) {
      throw new IllegalStateException("there is no stage");
    }
    return stage;
  }
}
