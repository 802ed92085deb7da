package dev.slipway.platform;

import dev.slipway.document.Problem;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform file on this worker's disk, read anew when it changed.
 *
 * <p>A file that was made invalid does not stop what runs: the last valid one goes on, and the log
 * says what is wrong. A worker that starts on an invalid file has nothing to go on with, and says
 * so to every question.
 */
public final class WatchedPlatformFile implements PlatformActivities {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedPlatformFile.class);
  private static final long LARGEST = 4L << 20;

  private final Path file;
  private @Nullable Version read;
  private @Nullable Platform valid;
  private String wrong = "";

  /** What tells one state of the file from another, cheaply. */
  private record Version(FileTime modified, long size) {}

  public WatchedPlatformFile(Path file) {
    this.file = file.toAbsolutePath().normalize();
  }

  @Override
  public Optional<ServiceBinding> binding(String service) {
    return platform().binding(service);
  }

  /** All services that it names now. */
  public List<ServiceBinding> services() {
    return platform().services();
  }

  /** All Kubernetes clusters that it names now. */
  public List<ClusterBinding> clusters() {
    return platform().clusters();
  }

  /**
   * All that it says now.
   *
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED when it was never valid
   */
  public synchronized Platform platform() {
    try {
      Version now = new Version(Files.getLastModifiedTime(file), Files.size(file));
      if (!now.equals(read)) {
        read(now);
      }
    } catch (NoSuchFileException e) {
      unreadable("there is no platform file " + file + ": mend slipway.platform-file");
    } catch (IOException e) {
      unreadable(
          "the platform file "
              + file
              + " cannot be read ("
              + e.getMessage()
              + "): mend it or slipway.platform-file");
    }
    if (valid == null) {
      throw FailureType.MISCONFIGURED.retryable(wrong);
    }
    return valid;
  }

  /** Asked many times a second: said once, until it changes. */
  private void unreadable(String sentence) {
    read = null;
    if (!sentence.equals(wrong)) {
      wrong = sentence;
      LOG.warn("{}{}", sentence, valid == null ? "" : "; what it said before goes on");
    }
  }

  private void read(Version now) throws IOException {
    if (now.size() > LARGEST) {
      throw new IOException("it is larger than 4 MB");
    }
    PlatformReading reading =
        PlatformFile.parse(Files.readString(file, StandardCharsets.UTF_8), file.toString());
    read = now;
    if (reading.platform().isPresent()) {
      valid = reading.platform().get();
      wrong = "";
      LOG.info("platform file: {} services", valid.services().size());
      return;
    }
    wrong = reading.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
    LOG.warn(
        "the platform file is invalid{}: {}",
        valid == null ? "" : ", the one before goes on",
        wrong);
  }
}
