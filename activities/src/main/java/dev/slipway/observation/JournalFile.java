package dev.slipway.observation;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The lines of one rollout; whatever a crash has left half written is cut off. */
final class JournalFile {

  /** Longer than any line that is written. */
  private static final int LONGEST_LINE = 32 * 1024;

  private final Path file;
  private final long limit;
  private final ObservationReader reader = new ObservationReader();

  /**
   * @param limit bytes
   */
  JournalFile(Path file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  /**
   * Adds a block after all that come before it.
   *
   * @return false when there is no room for it
   */
  boolean add(int number, String line) throws IOException {
    byte[] text = (line + "\n").getBytes(StandardCharsets.US_ASCII);
    // Not a channel: those are closed when the thread is interrupted.
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      long end = endBefore(access, number);
      access.setLength(end);
      if (end + text.length > limit) {
        return false;
      }
      access.seek(end);
      access.write(text);
      return true;
    }
  }

  /** Where the last line ends whose number is smaller. */
  private long endBefore(RandomAccessFile access, int number) throws IOException {
    long end = access.length();
    while (end > 0) {
      int length = (int) Math.min(end, LONGEST_LINE);
      byte[] tail = new byte[length];
      access.seek(end - length);
      access.readFully(tail);
      boolean whole = tail[length - 1] == '\n';
      int start = whole ? length - 1 : length;
      while (start > 0 && tail[start - 1] != '\n') {
        start--;
      }
      if (whole && number(tail, start, length - 1 - start) < number) {
        return end;
      }
      end = end - length + start;
    }
    return 0;
  }

  /** Larger than any where the line is none. */
  private int number(byte[] text, int offset, int length) {
    try {
      return reader
          .read(text, offset, length)
          .origin()
          .map(ObservedBlock.Origin::number)
          .orElse(Integer.MAX_VALUE);
    } catch (BadObservationException e) {
      return Integer.MAX_VALUE;
    }
  }
}
