package dev.slipway.starter.dev;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The content of one file of a tar archive. Nothing else of the archive is ever written. */
final class TarEntry extends FilterInputStream {

  private static final int BLOCK = 512;
  private static final int SIZE_AT = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int NAME_LENGTH = 100;

  private long left;

  private TarEntry(InputStream in, long size) {
    super(in);
    left = size;
  }

  /**
   * @throws IOException when there is no such file in it
   */
  static TarEntry open(InputStream archive, String name) throws IOException {
    while (true) {
      byte[] header = archive.readNBytes(BLOCK);
      if (header.length < BLOCK || header[0] == 0) {
        throw new EOFException("the archive holds no file " + name);
      }
      long size = Long.parseLong(text(header, SIZE_AT, SIZE_LENGTH), 8);
      String found = text(header, 0, NAME_LENGTH);
      if (found.equals(name) || found.equals("./" + name)) {
        return new TarEntry(archive, size);
      }
      archive.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
    }
  }

  private static String text(byte[] header, int from, int length) throws IOException {
    String text = new String(header, from, length, StandardCharsets.US_ASCII);
    int end = text.indexOf('\0');
    String value = (end < 0 ? text : text.substring(0, end)).strip();
    if (value.isEmpty()) {
      throw new IOException("the archive is damaged");
    }
    return value;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = super.read(buffer, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("the archive ends too early");
    }
    left -= count;
    return count;
  }
}
