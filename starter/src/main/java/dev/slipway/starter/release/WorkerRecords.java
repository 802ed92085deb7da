package dev.slipway.starter.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.observation.RecordKey;
import dev.slipway.observation.RecordedRollout;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.temporal.SlipwayDataConverter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What rollouts have counted, which the worker that ran them keeps and serves over HTTP. */
final class WorkerRecords {

  private static final ObjectMapper MAPPER = SlipwayDataConverter.mapper();

  private final WorkerHttp worker;

  private WorkerRecords(WorkerHttp worker) {
    this.worker = worker;
  }

  /** The worker of {@code $SLIPWAY_WORKER_URL}, else that of {@code slipway dev}. */
  static WorkerRecords of(Map<String, String> environment) {
    return new WorkerRecords(WorkerHttp.of(environment));
  }

  /** Gives every recorded block, a line of JSON each, as it comes. */
  void read(RecordKey key, Consumer<String> line) {
    long from = 0;
    while (true) {
      byte[] piece = worker.read(path(key), from, missing(key));
      if (piece.length == 0) {
        return;
      }
      from += piece.length;
      new String(piece, StandardCharsets.US_ASCII).lines().forEach(line);
    }
  }

  /** What the record is about. */
  RecordedRollout rollout(RecordKey key) {
    List<String> path =
        List.of("observations", key.service(), key.release(), key.environment(), "rollout");
    byte[] text = worker.read(path, 0, missing(key));
    try {
      return MAPPER.readValue(new String(text, StandardCharsets.UTF_8), RecordedRollout.class);
    } catch (JsonProcessingException e) {
      throw new CliException(
          ExitCode.TROUBLE,
          "What the worker keeps of the rollout "
              + key
              + " cannot be read: it was written by another version of Slipway.",
          e);
    }
  }

  private static List<String> path(RecordKey key) {
    return List.of("observations", key.service(), key.release(), key.environment());
  }

  private static String missing(RecordKey key) {
    return "no record of the rollout " + key + ": another worker may have run it";
  }
}
