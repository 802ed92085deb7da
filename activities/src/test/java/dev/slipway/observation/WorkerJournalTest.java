package dev.slipway.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Shop;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.observation.ObservedArm.Slower;
import dev.slipway.observation.ObservedBlock.Origin;
import dev.slipway.rollout.RevisionRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerJournalTest {

  private static final RecordedRollout ROLLOUT =
      new RecordedRollout(
          Shop.TARGET,
          new RevisionRef("c1", "r1", Optional.empty()),
          new RevisionRef("c2", "r2", Optional.empty()),
          Shop.TARGET.key().service() + "/1f2e3d4c5b6a-1",
          RolloutPlan.DEFAULT,
          1,
          Instant.parse("2026-11-24T12:00:00Z"));

  @TempDir Path root;

  @Test
  void givesBackWhatItWasGiven() throws IOException {
    WorkerJournal journal = journal();

    journal.keep(ROLLOUT, block(0, 5));
    journal.keep(ROLLOUT, block(1, 10));

    assertThat(blocks(journal)).containsExactly(block(0, 5), block(1, 10));
    assertThat(journal.rollout(ROLLOUT.key()).orElseThrow())
        .contains("\"cause\":\"" + ROLLOUT.cause() + "\"");
  }

  @Test
  void hasNoBlockTwiceAfterACrash() throws IOException {
    WorkerJournal journal = journal();
    for (int i = 0; i < 5; i++) {
      journal.keep(ROLLOUT, block(i, 5 * (i + 1)));
    }

    // Another worker goes on from a checkpoint that had three blocks, a while later.
    journal().keep(ROLLOUT, block(3, 31));
    journal().keep(ROLLOUT, block(4, 36));

    assertThat(blocks(journal))
        .containsExactly(block(0, 5), block(1, 10), block(2, 15), block(3, 31), block(4, 36));
  }

  @Test
  void cutsOffWhatACrashLeftHalfWritten() throws IOException {
    WorkerJournal journal = journal();
    journal.keep(ROLLOUT, block(0, 5));
    Files.writeString(file(), "{\"t\":10,\"from\":5,\"st", StandardOpenOption.APPEND);

    assertThat(blocks(journal)).containsExactly(block(0, 5));
    journal.keep(ROLLOUT, block(1, 10));

    assertThat(blocks(journal)).containsExactly(block(0, 5), block(1, 10));
  }

  @Test
  void endsWhereItIsFull() throws IOException {
    WorkerJournal journal = new WorkerJournal(root, 500, 5000);
    for (int i = 0; i < 20; i++) {
      journal.keep(ROLLOUT, block(i, 5 * (i + 1)));
    }

    assertThat(Files.size(file())).isLessThanOrEqualTo(500);
    assertThat(blocks(journal)).startsWith(block(0, 5)).hasSizeBetween(2, 5);
  }

  @Test
  void removesTheOldestRecordsForANewOne() throws IOException {
    WorkerJournal journal = new WorkerJournal(root, 2000, 2000);
    journal.keep(ROLLOUT, block(0, 5));
    RecordedRollout next =
        new RecordedRollout(
            ROLLOUT.target(),
            ROLLOUT.stable(),
            ROLLOUT.candidate(),
            ROLLOUT.cause().replace("-1", "-2"),
            ROLLOUT.plan(),
            1,
            ROLLOUT.since());

    journal.keep(next, block(0, 5));

    assertThat(journal.read(ROLLOUT.key(), 0)).isEmpty();
    assertThat(journal.read(next.key(), 0)).isPresent();
  }

  @Test
  void neverStopsARollout() throws IOException {
    Files.writeString(root.resolve(ROLLOUT.key().service()), "a file where a directory should be");

    journal().keep(ROLLOUT, block(0, 5));

    assertThat(Files.isRegularFile(root.resolve(ROLLOUT.key().service()))).isTrue();
  }

  @Test
  void keepsAPersonsOwnCommitByItsName() {
    RecordedRollout own =
        new RecordedRollout(
            ROLLOUT.target(),
            ROLLOUT.stable(),
            new RevisionRef("0123456789abcdef0123", "r2", Optional.empty()),
            "../../etc/ada",
            ROLLOUT.plan(),
            1,
            ROLLOUT.since());

    assertThat(own.key().release()).isEqualTo("commit-0123456789ab");
  }

  private WorkerJournal journal() {
    return new WorkerJournal(root, 100_000, 1_000_000);
  }

  private Path file() {
    RecordKey key = ROLLOUT.key();
    return root.resolve(key.service()).resolve(key.release()).resolve(key.environment() + ".jsonl");
  }

  private static List<ObservedBlock> blocks(WorkerJournal journal) throws IOException {
    return journal
        .read(ROLLOUT.key(), 0)
        .orElseThrow()
        .lines()
        .map(
            line -> {
              byte[] text = line.getBytes(StandardCharsets.US_ASCII);
              return new ObservationReader().read(text, 0, text.length);
            })
        .toList();
  }

  private static ObservedBlock block(int number, int end) {
    return new ObservedBlock(
        Duration.ofMillis(1000L * end + 1),
        12.5,
        new ObservedArm(10, 1, List.of(new Slower(0.025, 7), new Slower(1, 2))),
        new ObservedArm(90, 0, List.of(new Slower(0.025, 40), new Slower(1, 3))),
        Optional.of(new Origin(Duration.ofSeconds(end - 5L), 1, number)));
  }
}
