package dev.slipway.build.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.disk.WholeFile;
import dev.slipway.temporal.SlipwayDataConverter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs on this machine, written down so that it can be ended when its worker has died. A
 * record is there before its process and goes after the last process of its tree.
 */
final class ProcessRecords {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessRecords.class);
  private static final long LARGEST = 10_000;
  private static final Duration FORGOTTEN = Duration.ofDays(7);

  private final Path directory;
  private final ProcessTable table;
  private final ObjectMapper json = SlipwayDataConverter.mapper();

  ProcessRecords(Path directory, ProcessTable table) {
    this.directory = directory;
    this.table = table;
  }

  /** Writes down the tree, as led by this process. */
  void write(ProcessTree tree, String step) throws IOException {
    long worker = ProcessHandle.current().pid();
    ProcessRecord record =
        new ProcessRecord(
            tree.id(),
            step,
            tree.leader(),
            tree.started(),
            worker,
            table.started(worker).orElse(""),
            table.space());
    WholeFile.write(file(tree.id()), json.writeValueAsBytes(record));
  }

  void remove(String id) throws IOException {
    Files.deleteIfExists(file(id));
  }

  /**
   * Records of workers that do not run any more. Those of other containers are no business of ours;
   * they are forgotten after a week.
   */
  List<ProcessRecord> orphans() throws IOException {
    List<ProcessRecord> orphans = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return orphans;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        read(file, orphans);
      }
    }
    return orphans;
  }

  private void read(Path file, List<ProcessRecord> orphans) throws IOException {
    try {
      if (!file.toString().endsWith(".json")) {
        forget(file);
        return;
      }
      if (Files.size(file) > LARGEST) {
        throw new IOException("the record of a process, " + file + ", is larger than 10 kB");
      }
      ProcessRecord record = json.readValue(Files.readAllBytes(file), ProcessRecord.class);
      if (!record.space().equals(table.space())) {
        forget(file);
      } else if (!table.started(record.worker()).orElse("").equals(record.workerStarted())) {
        orphans.add(record);
      }
    } catch (NoSuchFileException e) {
      LOG.debug("a step ended while records were read", e);
    } catch (JsonProcessingException e) {
      LOG.warn("the record of a process, {}, cannot be understood and is removed", file, e);
      Files.deleteIfExists(file);
    }
  }

  private static void forget(Path file) throws IOException {
    Instant before = Instant.now().minus(FORGOTTEN);
    if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
      Files.deleteIfExists(file);
    }
  }

  private Path file(String id) {
    return directory.resolve(id + ".json");
  }
}
