package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cluster.MemoryCluster.KilledWorker;
import dev.slipway.cluster.Shop;
import dev.slipway.observation.ObservationReader;
import dev.slipway.observation.ObservedBlock;
import dev.slipway.observation.RecordKey;
import dev.slipway.observation.Rehearsal;
import dev.slipway.observation.WorkerJournal;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.traffic.LocalGatewayRouter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step records is what it has judged. */
class RecordedStepTest {

  @TempDir Path work;

  private final Stage stage = new Stage();

  @Test
  void rehearsalOfItsRecordFindsTheSameEvidenceToTheBit() throws IOException {
    WorkerJournal journal = new WorkerJournal(work, 1_000_000, 10_000_000);
    DerivedCanary canary = canary(journal);
    stage.begin();
    StepOrder order = Stage.at(10, Advance.BY_TIME);
    stage.pulse.nextActivity();
    stage.pulse.killAt(stage.pulse.now().plusSeconds(21));
    assertThatThrownBy(() -> canary.step(order)).isInstanceOf(KilledWorker.class);
    stage.pulse.rest(Duration.ofSeconds(30), null);

    StepReport report = canary.step(order);

    Rehearsal rehearsal = new Rehearsal(Stage.plan(), 1);
    List<ObservedBlock> blocks = blocks(journal, order);
    double evidence = 0;
    for (int i = 0; i < blocks.size(); i++) {
      assertThat(blocks.get(i).origin().orElseThrow().number()).isEqualTo(i);
      evidence = rehearsal.next(blocks.get(i)).report().evidence();
    }
    assertThat(evidence).isEqualTo(report.analysis().evidence());
    assertThat(blocks.stream().mapToLong(block -> block.canary().requests()).sum())
        .isEqualTo(report.analysis().metrics().getFirst().canaryRequests());
  }

  private DerivedCanary canary(WorkerJournal journal) {
    return new DerivedCanary(
        new Instruments(
            stage.shop,
            stage.cluster,
            new LocalGatewayRouter(stage.cluster),
            stage.gateway,
            stage.pulse,
            journal));
  }

  private static List<ObservedBlock> blocks(WorkerJournal journal, StepOrder order)
      throws IOException {
    return journal
        .read(RecordKey.of(Shop.TARGET.key(), order.cause(), order.candidate()), 0)
        .orElseThrow()
        .lines()
        .map(
            line -> {
              byte[] text = line.getBytes(StandardCharsets.US_ASCII);
              return new ObservationReader().read(text, 0, text.length);
            })
        .toList();
  }
}
