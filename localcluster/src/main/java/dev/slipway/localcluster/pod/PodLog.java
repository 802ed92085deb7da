package dev.slipway.localcluster.pod;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a pod writes, kept within bounds. The process appends to the file itself, so that it can go
 * on without the cluster; a file that has grown too long is therefore cut, not renamed, and its end
 * moves to a second file.
 */
record PodLog(Path file) {

  private static final long LONGEST = 4L * 1024 * 1024;
  private static final int KEPT = 512 * 1024;
  private static final int LONGEST_TAIL = 256 * 1024;
  private static final int LOGS_OF_GONE_PODS = 50;
  private static final String OLDER = ".1";

  /** Makes the directory that it lies in. */
  Path prepare() throws IOException {
    Path directory = file.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    return file;
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** Cuts it when it is too long; what is written in that very moment may be lost. */
  void bound() throws IOException {
    if (Files.exists(file) && Files.size(file) > LONGEST) {
      Files.write(older(), end(file, KEPT));
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }
  }

  /** The last lines, at most 256 KiB. */
  String tail(int lines) throws IOException {
    String text = text(file);
    if (text.length() < LONGEST_TAIL) {
      text = text(older()) + text;
    }
    int from = text.length();
    int wanted = lines;
    if (from > 0 && text.charAt(from - 1) == '\n') {
      from--;
    }
    while (wanted > 0 && from > 0) {
      from = text.lastIndexOf('\n', from - 1);
      wanted--;
      if (from < 0) {
        return text;
      }
    }
    return wanted == 0 ? text.substring(Math.min(from + 1, text.length())) : text;
  }

  /** Deletes the oldest logs of pods that are gone. */
  static void prune(Path logs, Path livePods) throws IOException {
    if (!Files.isDirectory(logs)) {
      return;
    }
    List<Path> gone;
    try (Stream<Path> files = Files.list(logs)) {
      gone =
          files
              .filter(log -> log.toString().endsWith(".log"))
              .filter(log -> !Files.exists(livePods.resolve(podOf(log))))
              .sorted(Comparator.comparingLong(PodLog::age))
              .toList();
    }
    for (Path log : gone.subList(0, Math.max(0, gone.size() - LOGS_OF_GONE_PODS))) {
      Files.deleteIfExists(log);
      Files.deleteIfExists(new PodLog(log).older());
    }
  }

  private static String podOf(Path log) {
    String name = String.valueOf(log.getFileName());
    return name.substring(0, name.length() - ".log".length());
  }

  private static long age(Path log) {
    try {
      return Files.getLastModifiedTime(log).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  private Path older() {
    return file.resolveSibling(file.getFileName() + OLDER);
  }

  private static String text(Path file) throws IOException {
    return Files.exists(file) ? new String(end(file, LONGEST_TAIL), StandardCharsets.UTF_8) : "";
  }

  private static byte[] end(Path file, int most) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(size, most));
      long position = size - buffer.capacity();
      while (buffer.hasRemaining()) {
        int count = channel.read(buffer, position + buffer.position());
        if (count < 0) {
          break;
        }
      }
      byte[] bytes = new byte[buffer.position()];
      buffer.flip().get(bytes);
      return bytes;
    }
  }
}
