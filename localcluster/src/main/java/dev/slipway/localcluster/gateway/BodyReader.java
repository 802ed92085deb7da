package dev.slipway.localcluster.gateway;

import java.io.EOFException;
import java.io.IOException;

/** Reads a body block by block and knows where it ends. */
final class BodyReader {

  private static final int LONGEST_LINE = 8 * 1024;
  private static final int MOST_TRAILERS = 100;
  private static final long LARGEST_CHUNK = 1L << 40;

  private final HttpInput input;
  private final Framing framing;
  private long left;
  private boolean done;

  BodyReader(HttpInput input, Framing framing) {
    this.input = input;
    this.framing = framing;
    if (framing instanceof Framing.Length length) {
      left = length.bytes();
    }
    done = framing instanceof Framing.None || (framing instanceof Framing.Length && left == 0);
  }

  /** Whether everything was read; known as soon as the last byte is, where the framing tells. */
  boolean done() {
    return done;
  }

  /**
   * The next bytes, or -1 after the last.
   *
   * @throws EOFException when the connection was closed before the end
   */
  int read(byte[] target) throws IOException {
    if (done) {
      return -1;
    }
    return switch (framing) {
      case Framing.None ignored -> -1;
      case Framing.Length ignored -> counted(target);
      case Framing.Chunked ignored -> chunk(target);
      case Framing.UntilClosed ignored -> {
        int count = input.read(target, target.length);
        done = count < 0;
        yield count;
      }
    };
  }

  private int counted(byte[] target) throws IOException {
    int count = input.read(target, (int) Math.min(target.length, left));
    if (count < 0) {
      throw new EOFException("the connection was closed in the middle of a body");
    }
    left -= count;
    done = left == 0 && framing instanceof Framing.Length;
    return count;
  }

  private int chunk(byte[] target) throws IOException {
    if (left == 0) {
      left = chunkSize();
      if (left == 0) {
        skipTrailers();
        done = true;
        return -1;
      }
    }
    int count = counted(target);
    // Now and not before the next chunk: nothing of this one is left in the buffer, by which
    // readers see that they have to pass on what they have before they wait.
    if (left == 0 && !input.line(2).isEmpty()) {
      throw new MalformedMessage("a chunk is longer than it says");
    }
    return count;
  }

  private long chunkSize() throws IOException {
    String line = input.line(LONGEST_LINE);
    int end = line.indexOf(';');
    String size = (end < 0 ? line : line.substring(0, end)).strip();
    if (!size.matches("[0-9A-Fa-f]{1,12}")) {
      throw new MalformedMessage("a chunk has no valid size");
    }
    long bytes = Long.parseLong(size, 16);
    if (bytes > LARGEST_CHUNK) {
      throw new MalformedMessage("a chunk is too big");
    }
    return bytes;
  }

  private void skipTrailers() throws IOException {
    for (int i = 0; i < MOST_TRAILERS; i++) {
      if (input.line(LONGEST_LINE).isEmpty()) {
        return;
      }
    }
    throw new MalformedMessage("there are too many trailers");
  }
}
