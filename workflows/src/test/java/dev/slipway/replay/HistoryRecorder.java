package dev.slipway.replay;

import static dev.slipway.world.World.commit;
import static dev.slipway.world.World.digestOf;
import static dev.slipway.world.World.result;
import static dev.slipway.world.World.until;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.delivery.Mode;
import dev.slipway.delivery.SlotPolicy;
import dev.slipway.environment.HeadMoved;
import dev.slipway.release.Decision;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.release.ReleaseWorkflow;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.service.ServiceWorkflow;
import dev.slipway.temporal.SlipwayDataConverter;
import dev.slipway.world.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Records the histories of a version that ships, once, into a folder of its own:
 *
 * <pre>
 * tools/record-histories.sh VERSION
 * </pre>
 *
 * <p>Never run again for a version that has shipped: its histories are what running workflows look
 * like.
 */
public final class HistoryRecorder {

  private final Path folder;

  private HistoryRecorder(Path folder) {
    this.folder = folder;
  }

  /**
   * @param arguments the test resources, and the version
   */
  public static void main(String[] arguments) throws IOException {
    Path resources = Path.of(arguments[0]);
    record(resources.resolve("histories").resolve(arguments[1]));
    recordPayloads(resources.resolve("golden").resolve(arguments[1]));
  }

  static void record(Path folder) throws IOException {
    Files.createDirectories(folder);
    HistoryRecorder recorder = new HistoryRecorder(folder);
    recorder.promotedAndRolledBack();
    recorder.approvedAndRejected();
    recorder.pushedPausedAndAborted();
    recorder.mergedByHandAbortedAndParked();
  }

  private static void recordPayloads(Path folder) throws IOException {
    Path golden = Files.createDirectories(folder);
    ObjectMapper mapper = SlipwayDataConverter.mapper();
    for (Map.Entry<String, Object> sample : GoldenPayloadTest.samples().entrySet()) {
      Files.writeString(
          golden.resolve(sample.getKey() + ".json"),
          mapper.writerWithDefaultPrettyPrinter().writeValueAsString(sample.getValue()) + "\n");
    }
  }

  private void promotedAndRolledBack() throws IOException {
    try (World world = new World()) {
      result(world.release(1), ReleaseResult.class);
      result(world.release(2), ReleaseResult.class);
      world.cluster.regress(digestOf(commit(3)));
      result(world.release(3), ReleaseResult.class);
      result(world.rollback(4, Optional.empty()), ReleaseResult.class);
      save(world, "release/shop/000000000001-1", "release-first");
      save(world, "release/shop/000000000002-1", "release-promoted");
      save(world, "release/shop/000000000003-1", "release-rolled-back");
      save(world, "release/shop/000000000004-9", "release-rollback");
      save(world, "rollout/production/shop", "rollout-promoted");
      save(world, "environment/production/shop", "environment");
    }
  }

  private void approvedAndRejected() throws IOException {
    try (World world = new World().mode(Mode.DELIVERY).slot(SlotPolicy.QUEUE)) {
      ReleaseWorkflow approved = world.release(1);
      until(
          () ->
              approved.status().phase() == Phase.AWAITING_APPROVAL
                  && approved.status().waiting().isPresent());
      approved.approve(new Decision("ada", "fine", ""));
      result(approved, ReleaseResult.class);
      ReleaseWorkflow rejected = world.release(2);
      until(
          () ->
              rejected.status().phase() == Phase.AWAITING_APPROVAL
                  && rejected.status().waiting().isPresent());
      rejected.reject(new Decision("ada", "not now", ""));
      result(rejected, ReleaseResult.class);
      save(world, "release/shop/000000000001-1", "release-approved");
      save(world, "release/shop/000000000002-1", "release-rejected");
    }
  }

  private void pushedPausedAndAborted() throws IOException {
    try (World world = new World()) {
      result(world.release(1), ReleaseResult.class);
      world.cluster.hang(true);
      ServiceWorkflow service = world.service();
      service.headMoved(new HeadMoved(commit(1)));
      until(() -> service.status().recent().size() == 1);
      ReleaseWorkflow release = world.release(2);
      until(() -> world.cluster.weight() > 0);
      OperatorOrder ada = new OperatorOrder("ada", "why not");
      world.rollout().pause(ada);
      until(() -> world.cluster.count("step 10 hold") > 0);
      world.rollout().abort(ada);
      result(release, ReleaseResult.class);
      save(world, "service/shop", "service");
      save(world, "rollout/production/shop", "rollout-paused-and-aborted");
    }
  }

  private void mergedByHandAbortedAndParked() throws IOException {
    OperatorOrder ada = new OperatorOrder("ada", "why not");
    try (World world = new World()) {
      result(world.release(1), ReleaseResult.class);
      world.git.protect("one review is missing");
      ReleaseWorkflow byHand = world.release(2);
      until(
          () -> byHand.status().phase() == Phase.MERGING && byHand.status().waiting().isPresent());
      world.git.mergeByPerson(2, "lin");
      result(byHand, ReleaseResult.class);
      world.git.unprotect();
      world.git.breakRechecksOf("shop/000000000003-1");
      ReleaseWorkflow parked = world.release(3);
      until(() -> parked.status().phase() == Phase.PARKED);
      world.git.breakRechecksOf("");
      parked.retry(ada);
      result(parked, ReleaseResult.class);
      world.cluster.hang(true);
      ReleaseWorkflow aborted = world.release(4);
      until(() -> world.cluster.weight() > 0);
      aborted.abort(ada);
      result(aborted, ReleaseResult.class);
      save(world, "release/shop/000000000002-1", "release-merged-by-hand");
      save(world, "release/shop/000000000003-1", "release-parked");
      save(world, "release/shop/000000000004-1", "release-aborted");
    }
  }

  private void save(World world, String workflowId, String name) throws IOException {
    String json = world.temporal.getWorkflowClient().fetchHistory(workflowId).toJson(true);
    Files.writeString(folder.resolve(name + ".json"), json, StandardCharsets.UTF_8);
  }
}
