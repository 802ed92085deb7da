package dev.slipway.localcluster.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a body, chunked or as it is.
 *
 * @param chunked whether the length is not known before
 */
record BodyWriter(OutputStream output, boolean chunked) {

  private static final byte[] LINE_END = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  void write(byte[] bytes, int count) throws IOException {
    if (chunked) {
      output.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
    output.write(bytes, 0, count);
    if (chunked) {
      output.write(LINE_END);
    }
  }

  /** Marks the end; does not flush. */
  void end() throws IOException {
    if (chunked) {
      output.write(LAST_CHUNK);
    }
  }
}
