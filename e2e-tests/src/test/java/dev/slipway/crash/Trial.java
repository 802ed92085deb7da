package dev.slipway.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.e2e.Patience;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** One release in a lane, with or without a death in it, and what is found afterwards. */
final class Trial {

  private static final Duration RELEASE_LIMIT = Duration.ofMinutes(3);
  private static final Duration REST_LIMIT = Duration.ofSeconds(40);

  private final Lane lane;
  private final Scenario scenario;
  private final int number;
  private final String name;
  private final Optional<CrashPoint> point;
  private final Disturbance disturbance;

  /** Something that happens to the lane while the release runs. */
  @FunctionalInterface
  interface Disturbance {
    Disturbance NONE = (lane, status) -> {};

    /** Called again and again with the release's status. */
    void look(Lane lane, ReleaseStatus status);
  }

  /**
   * @param died whether the worker came to its point
   * @param problems what is not as it should be; empty: all is well
   */
  record Findings(boolean died, Duration took, List<String> problems) {}

  /** What the outside was like before. */
  private record Before(String head, String tree, int pullRequests, long unanswered) {}

  Trial(Lane lane, Scenario scenario, int number, Optional<CrashPoint> point) {
    this(lane, scenario, number, point, Disturbance.NONE);
  }

  Trial(
      Lane lane,
      Scenario scenario,
      int number,
      Optional<CrashPoint> point,
      Disturbance disturbance) {
    this.lane = lane;
    this.scenario = scenario;
    this.number = number;
    this.point = point;
    this.disturbance = disturbance;
    name = "release-" + number;
  }

  String name() {
    return name;
  }

  Findings run() {
    Instant begun = Instant.now();
    Repositories git = lane.repositories();
    Before before =
        new Before(git.head(), git.tree(), git.pullRequests(), lane.customers().unanswered());
    lane.order(name, point);
    AtomicBoolean over = new AtomicBoolean();
    AtomicBoolean died = new AtomicBoolean();
    Thread succession = Thread.ofVirtual().start(() -> succeed(over, died));
    List<String> problems;
    try {
      ReleaseKey key = new ReleaseKey("shop", git.pushVersion(number, scenario.isBad()), 1);
      problems = look(key, before);
    } finally {
      over.set(true);
      join(succession);
    }
    return new Findings(died.get(), Duration.between(begun, Instant.now()), problems);
  }

  /**
   * A worker that died is followed by another, as anywhere, until all has been looked at: it may
   * die in what the environment does after the release has ended. On a thread of its own, as a
   * question to a workflow waits long while no worker answers.
   */
  private void succeed(AtomicBoolean over, AtomicBoolean died) {
    while (!over.get()) {
      boolean dead = Patience.becomes(RELEASE_LIMIT, () -> over.get() || lane.isWorkerDead());
      if (dead && lane.isWorkerDead()) {
        died.set(true);
        lane.order(name + "-after", Optional.empty());
        lane.startWorker();
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> look(ReleaseKey key, Before before) {
    AtomicReference<ReleaseStatus> last = new AtomicReference<>();
    boolean ended =
        Patience.becomes(
            RELEASE_LIMIT,
            () -> {
              Optional<ReleaseStatus> status = lane.release(key);
              status.ifPresent(last::set);
              status.ifPresent(now -> disturbance.look(lane, now));
              return status.flatMap(ReleaseStatus::result).isPresent();
            });
    ReleaseStatus status = last.get();
    if (!ended || status == null) {
      return List.of(
          "the release did not end"
              + (status == null ? "" : ": " + status.phase() + ", " + status.waiting()));
    }
    ReleaseResult result = status.result().orElseThrow();
    return result.outcome() == scenario.outcome()
        ? rest(key, status, before)
        : List.of("it ended as " + result.outcome() + ": " + result.reason());
  }

  /** Everything is at rest, and every effect happened exactly once: read from the outside. */
  private List<String> rest(ReleaseKey key, ReleaseStatus status, Before before) {
    List<String> problems = new ArrayList<>();
    Patience.becomes(
        REST_LIMIT,
        () -> {
          problems.clear();
          problems.addAll(inGit(before));
          problems.addAll(inCluster());
          problems.addAll(inTemporal(key));
          problems.addAll(lane.strayProcesses().stream().map(p -> "stray process " + p).toList());
          return problems.isEmpty();
        });
    long unanswered = lane.customers().unanswered() - before.unanswered();
    if (unanswered > 0) {
      problems.add(unanswered + " requests found nobody to answer them");
    }
    if (scenario == Scenario.PROMOTED && status.artifact().isPresent()) {
      String built = status.artifact().get().digest();
      if (!lane.repositories().artifactOnBranch().equals(built)) {
        problems.add("the branch does not name " + built);
      }
    }
    return problems;
  }

  private List<String> inGit(Before before) {
    Repositories git = lane.repositories();
    List<String> problems = new ArrayList<>();
    boolean bad = scenario.isBad();
    expect(problems, "merges", 1, git.commitsWith(before.head(), "Slipway-Release:"));
    expect(problems, "restores", bad ? 1 : 0, git.commitsWith(before.head(), "Slipway-Restore:"));
    expect(problems, "commits on the branch", bad ? 2 : 1, git.commitsSince(before.head()));
    expect(problems, "pull requests", bad ? 2 : 1, git.pullRequests() - before.pullRequests());
    git.leftBranches().forEach(branch -> problems.add("left branch " + branch));
    if (bad != git.tree().equals(before.tree())) {
      problems.add("the branch's tree is " + (bad ? "not the one of before" : "as before"));
    }
    return problems;
  }

  private List<String> inCluster() {
    List<String> problems = new ArrayList<>();
    String wanted = lane.repositories().artifactOnBranch();
    int replicas = 0;
    for (JsonNode object : lane.objects()) {
      String id = object.path("kind").asText() + "/" + object.at("/metadata/name").asText();
      switch (id) {
        case "Deployment/shop" -> {
          replicas = object.at("/spec/replicas").asInt();
          String live = object.at("/spec/template/spec/containers/0/image").asText();
          if (!live.endsWith(wanted)) {
            problems.add("live is " + live + ", the branch says " + wanted);
          }
        }
        case "HTTPRoute/shop" -> {
          if (object.at("/spec/rules/0/backendRefs").size() != 1) {
            problems.add("the route is still shared");
          }
        }
        case "Service/shop" -> {}
        default -> problems.add("left object " + id);
      }
    }
    expect(problems, "pods", replicas, lane.pods().size());
    for (JsonNode pod : lane.pods()) {
      if (!pod.path("ready").asBoolean()) {
        problems.add("pod " + pod.path("name").asText() + " is not ready");
      }
    }
    return problems;
  }

  private List<String> inTemporal(ReleaseKey key) {
    Optional<EnvironmentStatus> environment = lane.environment();
    if (environment.isEmpty()) {
      return List.of("the environment does not answer");
    }
    List<String> problems = new ArrayList<>();
    List<EnvironmentOutcome> outcomes =
        environment.get().history().stream()
            .filter(outcome -> outcome.release().equals(key.toString()))
            .toList();
    expect(problems, "outcomes of the release", 1, outcomes.size());
    if (!outcomes.isEmpty() && outcomes.getFirst().kind() != scenario.kind()) {
      problems.add("the environment calls it " + outcomes.getFirst().kind());
    }
    if (environment.get().holder().isPresent()) {
      problems.add("the slot is still held by " + environment.get().holder().get());
    }
    List<String> open = lane.openWorkflows();
    if (!open.equals(List.of("environment/production/shop", "service/shop"))) {
      problems.add("open workflows: " + open);
    }
    return problems;
  }

  private static void expect(List<String> problems, String what, int wanted, int found) {
    if (found != wanted) {
      problems.add(what + ": " + found + " instead of " + wanted);
    }
  }
}
