package dev.slipway.gitops.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullWatchTest {

  private static final String LIST = "GET /repos/o/r/pulls";

  @TempDir private Path folder;
  private final HandClock clock = new HandClock();
  private final List<Integer> closely = new ArrayList<>();
  private StubForge forge;
  private PullWatch watch;

  @BeforeEach
  void start() throws IOException {
    forge = StubForge.start();
    watch = new PullWatch(new ForgeRepository(forge.http(folder, clock, Map.of()), "o/r"), clock);
  }

  @AfterEach
  void stop() {
    forge.close();
  }

  private static String open(int number, String updated) {
    return """
        {"number":%d,"state":"open","head":{"sha":"h%d"},"updated_at":"%s"}"""
        .formatted(number, number, updated);
  }

  private void look(int number) {
    look(number, false);
  }

  private void look(int number, boolean isNews) {
    watch.look(
        number,
        () -> {
          closely.add(number);
          return new PullRequest(
              new PullRequestRef("o/r", number, ""),
              PullRequest.State.OPEN,
              "h" + number,
              Optional.empty(),
              Optional.empty(),
              List.of());
        },
        seen -> isNews);
  }

  private void nextInterval() {
    clock.turn(PullWatch.INTERVAL);
  }

  @Test
  void listsOnceAnIntervalHoweverManyWait() {
    forge.says(LIST, 200, "[" + open(1, "t1") + "," + open(2, "t1") + "]");

    for (int number : List.of(1, 2, 1, 2, 1, 2)) {
      look(number);
    }

    assertThat(forge.calls()).hasSize(1);
    assertThat(closely).containsExactly(1, 2);
  }

  @Test
  void looksTwiceAtWhatMovedAsTheForgeCountsInSeconds() {
    forge.says(LIST, 200, "[" + open(1, "t1") + "]");

    for (int round = 0; round < 5; round++) {
      look(1);
      nextInterval();
    }

    assertThat(closely).containsExactly(1, 1);
  }

  @Test
  void looksAtThatWhichMovedAlone() {
    forge
        .says(LIST, 200, "[" + open(1, "t1") + "," + open(2, "t1") + "]")
        .says(LIST, 200, "[" + open(1, "t1") + "," + open(2, "t1") + "]")
        .says(LIST, 200, "[" + open(1, "t1") + "," + open(2, "t2") + "]");
    for (int round = 0; round < 2; round++) {
      look(1);
      look(2);
      nextInterval();
    }
    closely.clear();

    look(1);
    look(2);

    assertThat(closely).containsExactly(2);
  }

  @Test
  void seesThatOneHasLeftTheListOfOpenOnes() {
    forge.says(LIST, 200, "[" + open(1, "t1") + "]").says(LIST, 200, "[]");
    look(1);
    nextInterval();

    look(1);

    assertThat(closely).containsExactly(1, 1);
  }

  @Test
  void looksSlowlyAtWhatTheListDoesNotShow() {
    forge.says(LIST, 200, "[" + open(1, "t1") + "]");
    look(1);
    nextInterval();
    look(1);
    clock.turn(PullWatch.SLOW_LOOK);

    look(1);

    assertThat(closely).hasSize(3);
  }

  @Test
  void readsAnewWhatWouldBeNewsAsItMayBeOlderThanWhatWasSeen() {
    forge.says(LIST, 200, "[" + open(1, "t1") + "]");
    look(1);

    look(1, true);

    assertThat(closely).containsExactly(1, 1);
  }

  @Test
  void looksAtOnceWhenNudgedAtThoseConcerned() {
    forge.says(LIST, 200, "[" + open(1, "t1") + "," + open(2, "t1") + "]");
    look(1);
    look(2);

    watch.nudge(seen -> seen.ref().number() == 2);
    look(2);

    assertThat(forge.calls()).hasSize(2);
    assertThat(closely).containsExactly(1, 2, 2);
  }
}
