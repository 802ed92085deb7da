package dev.slipway.build.process;

/**
 * A script that a worker runs, as it stands in {@code <work>/processes/<id>.json}.
 *
 * @param id mark of its processes
 * @param step release and step, for people
 * @param pid of the script's shell; 0 between the announcement and the start
 * @param started start time of the shell
 * @param worker pid of the worker
 * @param workerStarted start time of the worker
 * @param space where these numbers mean something
 */
record ProcessRecord(
    String id,
    String step,
    long pid,
    String started,
    long worker,
    String workerStarted,
    String space) {

  ProcessTree tree() {
    return new ProcessTree(id, pid, started, false);
  }
}
