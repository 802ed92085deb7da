package dev.slipway.starter.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Logs of builds and tests, which a worker keeps and serves over HTTP. */
final class WorkerLogs {

  private static final String SCHEME = "log:";

  private final WorkerHttp worker;

  private WorkerLogs(WorkerHttp worker) {
    this.worker = worker;
  }

  /** The worker of {@code $SLIPWAY_WORKER_URL}, else that of {@code slipway dev}. */
  static WorkerLogs of(Map<String, String> environment) {
    return new WorkerLogs(WorkerHttp.of(environment));
  }

  static boolean isLog(String reference) {
    return reference.startsWith(SCHEME);
  }

  /**
   * What was written from a byte on; empty when there is nothing new.
   *
   * @param reference {@code log:<release>/<step>}
   */
  byte[] read(String reference, long from) {
    List<String> path = new ArrayList<>(List.of("logs"));
    path.addAll(List.of(reference.substring(SCHEME.length()).split("/", -1)));
    return worker.read(path, from, "no such log: another worker may have run the step");
  }
}
