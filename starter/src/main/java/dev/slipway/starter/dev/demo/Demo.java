package dev.slipway.starter.dev.demo;

import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.Progress;
import dev.slipway.starter.dev.demo.Episode.Finding;
import dev.slipway.starter.dev.demo.LoadGenerator.Count;
import dev.slipway.starter.dev.demo.LoadGenerator.Experience;
import dev.slipway.starter.dev.demo.ReleaseFollower.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The story: a first version goes live, then three releases under load. */
final class Demo {

  private static final Duration RELEASE_LIMIT = Duration.ofMinutes(5);
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(20);

  /** Sold by weight: what the defect fails at. */
  private static final int BY_WEIGHT = 25;

  private final DemoRepositories repositories;
  private final ReleaseFollower follower;
  private final LiveView live;
  private final LoadGenerator load;
  private final Progress progress;

  Demo(
      DemoRepositories repositories,
      ReleaseFollower follower,
      LiveView live,
      LoadGenerator load,
      Progress progress) {
    this.repositories = repositories;
    this.follower = follower;
    this.live = live;
    this.load = load;
    this.progress = progress;
  }

  List<Episode> run() {
    bringFirstVersion();
    load.start();
    List<Episode> episodes = new ArrayList<>();
    for (Change change : Change.values()) {
      episodes.add(release(episodes.size() + 1, change));
    }
    return episodes;
  }

  /** There is nothing to compare it with yet: it is not canaried, but made live at once. */
  private void bringFirstVersion() {
    progress.print("");
    progress.print("The first version: there is nothing to compare it with yet, so it goes live.");
    String commit = repositories.pushFirstVersion();
    progress.say("pushed " + commit.substring(0, 12) + " to " + repositories.source());
    Ended ended = follower.follow(new ReleaseKey("shop", commit, 1), RELEASE_LIMIT);
    if (ended.release().result().orElseThrow().outcome() != Outcome.PROMOTED) {
      throw new DevException(
          "The first version did not go live: " + ended.release().result().orElseThrow().reason());
    }
    await("the gateway answers for shop", () -> live.ask(BY_WEIGHT).status() == 200);
  }

  private Episode release(int number, Change change) {
    progress.print("");
    progress.print(number + ". " + change.announcement());
    Count before = load.count();
    Instant pushed = Instant.now();
    String treeBefore = repositories.treeOnBranch();
    String commit = repositories.push(change);
    progress.say("pushed " + commit.substring(0, 12) + " to " + repositories.source());
    Ended ended = follower.follow(new ReleaseKey("shop", commit, 1), RELEASE_LIMIT);
    List<Finding> findings = look(change, ended, treeBefore);
    Experience experience = load.experience(before, pushed);
    Episode episode =
        new Episode(change, pushed, ended.release(), ended.rollout(), experience, findings);
    progress.say(episode.result().outcome() + ": " + episode.result().reason());
    return episode;
  }

  /** After every outcome, Git and the gateway have to agree: read from both. */
  private List<Finding> look(Change change, Ended ended, String treeBefore) {
    List<Finding> findings = new ArrayList<>();
    boolean promoted = change.expected() == Outcome.PROMOTED;
    if (promoted) {
      String artifact =
          ended.release().artifact().map(built -> built.digest()).orElse("no artifact");
      findings.add(
          new Finding(
              repositories.artifactOnBranch().filter(artifact::equals).isPresent(),
              "Git: the production branch names " + abbreviated(artifact)));
    } else {
      findings.add(
          new Finding(
              repositories.treeOnBranch().equals(treeBefore),
              "Git: the production branch has the tree of before the release again, "
                  + treeBefore.substring(0, 12)));
    }
    findings.add(
        new Finding(
            becomes(live::isAtRest), "gateway: all traffic is on the team's own Deployment"));
    LiveView.Answer answer = live.ask(BY_WEIGHT);
    boolean tellsPieces = answer.body().contains("\"pieces\"");
    boolean tellsEach = answer.body().contains("\"each\"");
    boolean wanted =
        answer.status() == 200
            && tellsPieces
            && tellsEach == (change == Change.PRICE_PER_PIECE_MENDED);
    findings.add(new Finding(wanted, "gateway: it answers " + answer.body()));
    if (change == Change.PRICE_PER_PIECE_MENDED) {
      findings.add(
          new Finding(
              !ended.release().approvals().isEmpty(),
              "Temporal: the decision is recorded, "
                  + ended.release().approvals().stream()
                      .map(approval -> approval.by() + " through " + approval.through())
                      .toList()));
    }
    return findings;
  }

  private void await(String what, java.util.function.BooleanSupplier condition) {
    if (!becomes(condition)) {
      throw new DevException(
          "It did not come true within "
              + SETTLE_LIMIT.toSeconds()
              + " s that "
              + what
              + ": see slipway dev status.");
    }
  }

  private static boolean becomes(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + SETTLE_LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        Thread.sleep(Duration.ofMillis(100));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DevException("Interrupted.", e);
      }
    }
    return true;
  }

  private static String abbreviated(String digest) {
    return digest.length() > 19 ? digest.substring(0, 19) : digest;
  }
}
