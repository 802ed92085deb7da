package dev.slipway.build.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The log of one step while it runs. What goes beyond its limit is counted and left out, but for
 * the end: whoever writes is never held up, and never told to stop.
 *
 * <p>Safe for one writer and many who ask for the end.
 */
public final class BoundedLog implements Closeable {

  private static final int LAST_LINES = 20;
  private static final int LAST_BYTES = 4000;
  private static final int LINE_CHARACTERS = 200;
  private static final String OURS = "[slipway] ";

  private final OutputStream file;
  private final long limit;
  private final LogTail tail = new LogTail();
  private long kept;
  private long leftOut;
  private boolean closed;
  private Optional<IOException> failure = Optional.empty();

  BoundedLog(OutputStream file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  /** What the script said. */
  public synchronized void write(byte[] bytes, int offset, int length) {
    if (closed) {
      return;
    }
    tail.add(bytes, offset, length);
    int fits = (int) Math.min(length, limit - kept);
    if (fits > 0) {
      put(bytes, offset, fits);
      kept += fits;
    }
    if (fits < length && leftOut == 0) {
      say("\n" + OURS + "the log is cut here, after " + size(limit) + "; only its end follows");
    }
    leftOut += length - fits;
  }

  /** A line of Slipway's own, which is no part of the script's last lines and of the limit. */
  public synchronized void note(String line) {
    say(OURS + line);
  }

  /** The last line that is not blank, at most 200 characters, without escape sequences. */
  public synchronized String lastLine() {
    String end = PlainText.of(tail.text()).stripTrailing();
    return PlainText.line(end.substring(end.lastIndexOf('\n') + 1), LINE_CHARACTERS);
  }

  /** The last lines, at most 20 and 4 kB, without escape sequences. */
  public synchronized String lastLines() {
    return PlainText.end(tail.text(), LAST_LINES, LAST_BYTES);
  }

  /**
   * Why the file does not hold what it should: the disk, not the script, is to blame for it.
   *
   * @throws IOException the first failure of a write
   */
  public synchronized void requireWritten() throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** Writes the end where the log was cut. What is written later is let go. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    if (leftOut > 0) {
      say(OURS + size(leftOut) + " were left out; the last lines were:");
      say(lastLines());
    }
    closed = true;
    file.close();
  }

  private void say(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    put(bytes, 0, bytes.length);
  }

  private void put(byte[] bytes, int offset, int length) {
    if (failure.isPresent()) {
      return;
    }
    try {
      file.write(bytes, offset, length);
    } catch (IOException e) {
      // A script must not hang on a full pipe because our disk is full: it is told at the end.
      failure = Optional.of(e);
    }
  }

  private static String size(long bytes) {
    return bytes >= 1_000_000 ? bytes / 1_000_000 + " MB" : bytes + " bytes";
  }
}
