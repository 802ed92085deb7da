package dev.slipway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.EnvironmentWorkflowImpl;
import dev.slipway.release.ReleaseWorkflowImpl;
import dev.slipway.rollout.RolloutWorkflowImpl;
import dev.slipway.service.ServiceWorkflowImpl;
import dev.slipway.temporal.SlipwayDataConverter;
import dev.slipway.temporal.TaskQueues;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayTest {

  static List<Path> histories() throws IOException, URISyntaxException {
    Path root = Path.of(Objects.requireNonNull(ReplayTest.class.getResource("/histories")).toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("histories")
  void presentCodeReplaysWhatShippedVersionsRecorded(Path history) throws Exception {
    replay(Files.readString(history, StandardCharsets.UTF_8), history.getFileName().toString());
  }

  @Test
  void presentCodeReplaysWhatItRecordsItself(@TempDir Path folder) throws Exception {
    HistoryRecorder.record(folder);

    try (Stream<Path> files = Files.list(folder)) {
      List<Path> recorded = files.sorted().toList();
      assertThat(recorded).hasSizeGreaterThan(8);
      for (Path history : recorded) {
        replay(Files.readString(history, StandardCharsets.UTF_8), history.getFileName().toString());
      }
    }
  }

  private static void replay(String json, String name) throws Exception {
    TestEnvironmentOptions options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(SlipwayDataConverter.create())
                    .build())
            .build();
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options)) {
      Worker worker = environment.newWorker(TaskQueues.WORKFLOWS);
      worker.registerWorkflowImplementationTypes(
          ReleaseWorkflowImpl.class,
          EnvironmentWorkflowImpl.class,
          RolloutWorkflowImpl.class,
          ServiceWorkflowImpl.class);
      WorkflowReplayer.replayWorkflowExecution(
          WorkflowExecutionHistory.fromJson(json, name), worker);
    }
  }
}
