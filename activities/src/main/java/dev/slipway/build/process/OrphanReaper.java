package dev.slipway.build.process;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what builds and tests of dead workers have left running on this machine. To be called when a
 * worker starts; each step calls it, too, before it takes a workspace.
 */
public final class OrphanReaper {

  private static final Logger LOG = LoggerFactory.getLogger(OrphanReaper.class);

  private final ProcessRecords records;
  private final TreeStop stop;

  public OrphanReaper(BuildSettings settings) {
    this(settings, ProcessTable.ofThisMachine());
  }

  OrphanReaper(BuildSettings settings, ProcessTable table) {
    records = new ProcessRecords(settings.processes(), table);
    stop = new TreeStop(table);
  }

  /**
   * Idempotent, also when several workers do it at once. A process is ended only if it is proved to
   * come of a recorded script; one that only has its number is left alone.
   *
   * @return how many processes were ended
   * @throws IOException the records cannot be read or removed
   */
  public int reap() throws IOException {
    int ended = 0;
    for (ProcessRecord orphan : records.orphans()) {
      // Nobody waits for what an orphan would say: it is ended at once.
      int found = stop.stop(orphan.tree(), Duration.ZERO);
      records.remove(orphan.id());
      if (found > 0) {
        LOG.info(
            "ended {} processes of {}, whose worker {} is gone",
            found,
            orphan.step(),
            orphan.worker());
      }
      ended += found;
    }
    return ended;
  }
}
