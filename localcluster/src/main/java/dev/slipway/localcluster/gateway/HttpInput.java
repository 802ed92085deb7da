package dev.slipway.localcluster.gateway;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Bytes of a connection, read by line or by block. Not for two threads at once. */
final class HttpInput {

  private final InputStream source;
  private final byte[] buffer = new byte[16 * 1024];
  private int position;
  private int limit;

  HttpInput(InputStream source) {
    this.source = source;
  }

  /** Bytes that can be had without waiting. */
  int buffered() {
    return limit - position;
  }

  /** Up to {@code most} bytes, as many as there are; -1 at the end. */
  int read(byte[] target, int most) throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    int count = Math.min(most, limit - position);
    System.arraycopy(buffer, position, target, 0, count);
    position += count;
    return count;
  }

  /** Whether the connection is closed; waits for the next byte. */
  boolean atEnd() throws IOException {
    return position == limit && !fill();
  }

  /** A line without its end, of at most {@code most} bytes. */
  String line(int most) throws IOException {
    StringBuilder line = new StringBuilder(80);
    while (true) {
      if (position == limit && !fill()) {
        throw new EOFException("the connection was closed in the middle of a line");
      }
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      line.append(new String(buffer, position, end - position, StandardCharsets.ISO_8859_1));
      boolean whole = end < limit;
      position = whole ? end + 1 : end;
      if (line.length() > most) {
        throw new MalformedMessage("a line is too long");
      }
      if (whole) {
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r'
            ? line.substring(0, length - 1)
            : line.toString();
      }
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, source.read(buffer));
    return limit > 0;
  }
}
