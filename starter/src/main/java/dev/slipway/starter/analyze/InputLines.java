package dev.slipway.starter.analyze;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of an input of any length, one at a time, in a buffer that grows to the longest line
 * and no further than 64 KiB. Blank lines are counted and left out.
 */
final class InputLines {

  static final int LONGEST = 64 * 1024;

  private final InputStream input;
  private byte[] buffer = new byte[LONGEST];
  private int from;
  private int to;
  private boolean ended;
  private long number;

  InputLines(InputStream input) {
    this.input = input;
  }

  /** Of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /** Whether the next line would have to be waited for. */
  boolean mustWait() throws IOException {
    return lineEnd() < 0 && !ended && input.available() == 0;
  }

  /**
   * Takes the next line.
   *
   * @return false at the end
   */
  boolean next(Taker taker) throws IOException {
    while (true) {
      int end = lineEnd();
      while (end < 0 && !ended) {
        if (to - from >= LONGEST) {
          number++;
          throw new BadLineException(
              number, "it is longer than 64 KiB: give one observation on each line");
        }
        fill();
        end = lineEnd();
      }
      if (end < 0 && from == to) {
        return false;
      }
      int start = from;
      int stop = end < 0 ? to : end;
      from = end < 0 ? to : end + 1;
      number++;
      if (!isBlank(start, stop)) {
        taker.take(buffer, start, stop - start);
        return true;
      }
    }
  }

  private int lineEnd() {
    for (int at = from; at < to; at++) {
      if (buffer[at] == '\n') {
        return at;
      }
    }
    return -1;
  }

  private void fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int read = input.read(buffer, to, buffer.length - to);
    if (read < 0) {
      ended = true;
    } else {
      to += read;
    }
  }

  private boolean isBlank(int start, int stop) {
    for (int at = start; at < stop; at++) {
      if (buffer[at] != ' ' && buffer[at] != '\t' && buffer[at] != '\r') {
        return false;
      }
    }
    return true;
  }

  /** Gets a line without its end, as a part of a buffer that is used again. */
  @FunctionalInterface
  interface Taker {
    void take(byte[] buffer, int offset, int length) throws IOException;
  }
}
