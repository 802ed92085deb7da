package dev.slipway.disk;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells a full disk from everything else that can go wrong with a file. */
public final class DiskFull {

  /** Less than this, and a failed script has most likely failed because of it. */
  private static final long NOTHING_LEFT = 64 * 1024L;

  private static final int DEEPEST_CAUSE = 20;

  private DiskFull() {}

  /** Whether the failure, or what caused it, is that there was no space (or no quota) left. */
  public static boolean causes(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof IOException io && saysSo(io)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** Whether nothing more can be written beside the path. */
  public static boolean at(Path existing) throws IOException {
    return Files.getFileStore(existing).getUsableSpace() < NOTHING_LEFT;
  }

  private static boolean saysSo(IOException failure) {
    String reason =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    if (reason == null) {
      return false;
    }
    String text = reason.toLowerCase(Locale.ROOT);
    return text.contains("no space left") || text.contains("quota exceeded");
  }
}
