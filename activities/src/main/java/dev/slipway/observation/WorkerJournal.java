package dev.slipway.observation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.disk.OldestFirst;
import dev.slipway.disk.WholeFile;
import dev.slipway.temporal.SlipwayDataConverter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records that this worker keeps: {@code <root>/<service>/<release>/<environment>.jsonl} with a
 * line for each block, and {@code .json} with what the rollout is. A new record removes the oldest
 * ones where all together are too many.
 */
public final class WorkerJournal implements ObservationJournal {

  /** No answer of {@link #read} is larger, in bytes. */
  public static final int LARGEST_PIECE = 1_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(WorkerJournal.class);
  private static final ObjectMapper MAPPER = SlipwayDataConverter.mapper();
  private static final String BLOCKS = ".jsonl";
  private static final String ROLLOUT = ".json";

  private final Path root;
  private final long rolloutLimit;
  private final long limit;
  private final Set<RecordKey> full = new HashSet<>();

  /**
   * @param rolloutLimit bytes of one rollout's record; what comes after is left out
   * @param limit bytes of all records
   */
  public WorkerJournal(Path root, long rolloutLimit, long limit) {
    if (rolloutLimit < 1 || limit < rolloutLimit) {
      throw new IllegalArgumentException("the records need room for at least one rollout");
    }
    this.root = root.toAbsolutePath().normalize();
    this.rolloutLimit = rolloutLimit;
    this.limit = limit;
  }

  @Override
  public synchronized void keep(RecordedRollout rollout, ObservedBlock block) {
    int number =
        block
            .origin()
            .orElseThrow(() -> new IllegalArgumentException("a recorded block has an origin"))
            .number();
    try {
      Path blocks = path(rollout.key(), BLOCKS);
      if (number == 0 || !Files.exists(blocks)) {
        open(rollout, blocks);
      }
      boolean kept = new JournalFile(blocks, rolloutLimit).add(number, ObservationLine.of(block));
      if (!kept && full.add(rollout.key())) {
        LOG.warn("the record of {} is full: it ends before block {}", rollout.key(), number);
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn(
          "block {} of the rollout of {} to {} is not recorded: {}",
          number,
          rollout.cause(),
          rollout.target().key(),
          String.valueOf(e));
    }
  }

  private void open(RecordedRollout rollout, Path blocks) throws IOException {
    OldestFirst.makeRoom(root, blocks, limit - rolloutLimit);
    Files.createDirectories(blocks.resolveSibling(""));
    WholeFile.write(path(rollout.key(), ROLLOUT), MAPPER.writeValueAsBytes(rollout));
  }

  /**
   * Whole lines from a byte on, also while the rollout is under way; no text when there are no
   * more.
   *
   * @return empty when this worker has no such record
   */
  public Optional<String> read(RecordKey key, long from) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path(key, BLOCKS), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      long start = Math.min(Math.max(0, from), channel.size());
      ByteBuffer buffer =
          ByteBuffer.allocate((int) Math.min(channel.size() - start, LARGEST_PIECE));
      channel.position(start);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // What its size promised comes, or was cut off meanwhile.
      }
      int end = buffer.position();
      while (end > 0 && buffer.get(end - 1) != '\n') {
        end--;
      }
      return Optional.of(new String(Arrays.copyOf(buffer.array(), end), StandardCharsets.US_ASCII));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** What the record is about, as JSON; empty when this worker has no such record. */
  public Optional<String> rollout(RecordKey key) throws IOException {
    try {
      return Optional.of(Files.readString(path(key, ROLLOUT)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Path path(RecordKey key, String ending) {
    return root.resolve(key.service()).resolve(key.release()).resolve(key.environment() + ending);
  }
}
