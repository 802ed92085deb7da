package dev.slipway.build.log;

import java.nio.charset.StandardCharsets;

/** The last bytes of a stream, however long it is. Not safe for several threads. */
final class LogTail {

  private static final int KEPT = 16 * 1024;

  private final byte[] ring = new byte[KEPT];
  private long written;

  void add(byte[] bytes, int offset, int length) {
    int skipped = Math.max(0, length - KEPT);
    written += skipped;
    for (int from = offset + skipped; from < offset + length; ) {
      int at = (int) (written % KEPT);
      int part = Math.min(KEPT - at, offset + length - from);
      System.arraycopy(bytes, from, ring, at, part);
      from += part;
      written += part;
    }
  }

  /** The end, decoded; where it starts within a line, that line is left out if others follow. */
  String text() {
    int length = (int) Math.min(written, KEPT);
    byte[] end = new byte[length];
    for (int i = 0; i < length; i++) {
      end[i] = ring[(int) ((written - length + i) % KEPT)];
    }
    int start = 0;
    if (written > KEPT) {
      int line = 0;
      while (line < length && end[line] != '\n') {
        line++;
      }
      start = line < length - 1 ? line + 1 : firstCharacter(end);
    }
    return new String(end, start, length - start, StandardCharsets.UTF_8);
  }

  private static int firstCharacter(byte[] bytes) {
    int start = 0;
    while (start < bytes.length && PlainText.isContinuation(bytes[start])) {
      start++;
    }
    return start;
  }
}
