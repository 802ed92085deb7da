package dev.slipway.e2e;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.rollout.RolloutStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One release over the real parts, with a fault at its point, and what is found afterwards: asked
 * of forge, cluster, gateway and Temporal, never of our own output.
 */
final class FaultTrial {

  /** Beside the fault itself. */
  private static final Duration RELEASE_LIMIT = Duration.ofMinutes(6);

  private static final int PER_SECOND = 50;

  private final Stack stack;
  private final LabGitea gitea;
  private final ForgedShop shop;
  private final FaultPoint point;
  private final Duration away;
  private boolean approved;
  private boolean struck;

  /**
   * @param struck whether the release came to the point
   * @param took from the push to the rest, the fault included
   * @param unanswered requests that found nobody
   * @param problems what is not as it should be; empty: all is well
   */
  record Findings(boolean struck, Duration took, long unanswered, List<String> problems) {}

  FaultTrial(Stack stack, LabGitea gitea, ForgedShop shop, FaultPoint point, Duration away) {
    this.stack = stack;
    this.gitea = gitea;
    this.shop = shop;
    this.point = point;
    this.away = away;
  }

  /**
   * @param version of the release
   * @param before what answers now
   */
  Findings run(int version, String before) {
    long begun = System.nanoTime();
    boolean bad = point.place().isBad();
    String head = shop.head();
    String tree = shop.tree();
    int pull = shop.newestPull();
    List<String> problems = new ArrayList<>();
    long unanswered;
    try (Load load = new Load(shop.url(), PER_SECOND)) {
      ReleaseKey release = bad ? shop.push(version, "ERRORS=0.4") : shop.push(version);
      Optional<ReleaseResult> result = follow(release);
      if (result.isEmpty()) {
        problems.add("the release did not end: " + stack.temporal().release(release));
      } else if (result.get().outcome() != wanted()) {
        problems.add("it ended as " + result.get().outcome() + ": " + result.get().reason());
      } else {
        problems.addAll(rest(release, bad ? before : "version-" + version));
        problems.addAll(once(head, pull, bad));
        expect(problems, "whether the branch is as before", bad, shop.tree().equals(tree));
      }
      unanswered = load.unanswered();
    }
    return new Findings(
        struck, Duration.ofNanos(System.nanoTime() - begun), unanswered, List.copyOf(problems));
  }

  private ReleaseResult.Outcome wanted() {
    return point.place().isBad()
        ? ReleaseResult.Outcome.ROLLED_BACK
        : ReleaseResult.Outcome.PROMOTED;
  }

  /** Approves when it is asked for, and strikes when its point has come. */
  private Optional<ReleaseResult> follow(ReleaseKey release) {
    boolean ended =
        Patience.becomes(
            RELEASE_LIMIT.plus(away),
            () -> {
              Optional<ReleaseStatus> status = stack.temporal().release(release);
              status.ifPresent(now -> attend(release, now));
              return status.flatMap(ReleaseStatus::result).isPresent();
            });
    return ended
        ? stack.temporal().release(release).flatMap(ReleaseStatus::result)
        : Optional.empty();
  }

  private void attend(ReleaseKey release, ReleaseStatus status) {
    if (!struck && point.place().isReached(status, rollout(release))) {
      struck = true;
      point.fault().strike(stack, away);
    }
    if (!approved
        && status.phase() == ReleaseStatus.Phase.AWAITING_APPROVAL
        && status.pullRequest().isPresent()) {
      approved = true;
      gitea.approve(LabGitea.REVIEWER, shop.configName(), shop.proposed(release));
    }
  }

  /** Empty before its own one has begun: the id is that of the rollout before, too. */
  private Optional<RolloutStatus> rollout(ReleaseKey release) {
    return stack
        .temporal()
        .rollout(new EnvironmentKey("production", shop.name()))
        .filter(rollout -> rollout.input().cause().equals(release.toString()));
  }

  private List<String> rest(ReleaseKey release, String answer) {
    List<String> problems = new ArrayList<>();
    try {
      shop.requireAtRest(answer);
    } catch (AssertionError e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    shop.environment()
        .ifPresentOrElse(
            environment -> {
              expect(problems, "the slot's holder", Optional.empty(), environment.holder());
              expect(problems, "the hold", Optional.empty(), environment.held());
              expect(
                  problems,
                  "outcomes of the release",
                  1L,
                  environment.history().stream()
                      .map(EnvironmentOutcome::release)
                      .filter(release.toString()::equals)
                      .count());
            },
            () -> problems.add("the environment does not answer"));
    return problems;
  }

  /** Every effect happened once. */
  private List<String> once(String head, int pull, boolean bad) {
    List<String> problems = new ArrayList<>();
    expect(problems, "merges", 1, shop.trailersSince(head, "Slipway-Release").size());
    expect(problems, "restores", bad ? 1 : 0, shop.trailersSince(head, "Slipway-Restore").size());
    expect(problems, "pull requests", bad ? 2 : 1, shop.newestPull() - pull);
    return problems;
  }

  private static void expect(List<String> problems, String what, Object wanted, Object found) {
    if (!wanted.equals(found)) {
      problems.add(what + ": " + found + " instead of " + wanted);
    }
  }
}
