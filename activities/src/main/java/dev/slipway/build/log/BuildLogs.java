package dev.slipway.build.log;

import dev.slipway.disk.OldestFirst;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The logs that this worker keeps: {@code <root>/<service>/<commit>-<attempt>/<step>.log}. A
 * further attempt of a step is added to its log, so that an offset stays true.
 */
public final class BuildLogs {

  /** No answer of {@link #read} is larger, in bytes. */
  public static final int LARGEST_CHUNK = 1_000_000;

  private static final String ENDING = ".log";

  private final Path root;
  private final long stepLimit;
  private final long limit;

  /**
   * @param stepLimit bytes that one attempt of a step may log
   * @param limit bytes of all logs, above which the oldest are removed when a new one is opened
   */
  public BuildLogs(Path root, long stepLimit, long limit) {
    if (stepLimit < 1 || limit < stepLimit) {
      throw new IllegalArgumentException(
          "the logs of a worker need room for at least one step's log");
    }
    this.root = root.toAbsolutePath().normalize();
    this.stepLimit = stepLimit;
    this.limit = limit;
  }

  /** Opens the step's log at its end. */
  public BoundedLog open(StepKey key) throws IOException {
    Path file = key.under(root, ENDING);
    OldestFirst.makeRoom(root, file, limit - stepLimit);
    Files.createDirectories(file.resolveSibling(""));
    if (Files.isSymbolicLink(file)) {
      throw new IOException("the log " + file + " is a link, which is not followed");
    }
    // Not through a channel: those are closed when the thread is interrupted.
    OutputStream out = new FileOutputStream(file.toFile(), true);
    return new BoundedLog(out, stepLimit);
  }

  /**
   * Reads on in a log, also while it is written.
   *
   * @param from offset in bytes, 0 at first
   * @return at most {@link #LARGEST_CHUNK} bytes, cut between characters; empty when this worker
   *     has no such log
   */
  public Optional<LogChunk> read(StepKey key, long from) throws IOException {
    if (from < 0) {
      throw new IllegalArgumentException("the offset of a log starts at 0, not " + from);
    }
    try (FileChannel channel =
        FileChannel.open(
            key.under(root, ENDING), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      long start = Math.min(from, channel.size());
      ByteBuffer buffer =
          ByteBuffer.allocate((int) Math.min(channel.size() - start, LARGEST_CHUNK));
      channel.position(start);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // A log only grows: what its size promised comes.
      }
      int length = wholeCharacters(buffer);
      String text = new String(buffer.array(), 0, length, StandardCharsets.UTF_8);
      return Optional.of(new LogChunk(text, start + length));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Length without a last character of which only the first bytes are there. */
  private static int wholeCharacters(ByteBuffer buffer) {
    int length = buffer.position();
    int start = length;
    while (start > 0 && length - start < 3 && PlainText.isContinuation(buffer.get(start - 1))) {
      start--;
    }
    if (start == 0) {
      return length;
    }
    int lead = buffer.get(start - 1) & 0xFF;
    int expected = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return length - (start - 1) < expected ? start - 1 : length;
  }
}
