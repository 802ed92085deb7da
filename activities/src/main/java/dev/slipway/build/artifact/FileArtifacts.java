package dev.slipway.build.artifact;

import dev.slipway.build.Artifact;
import dev.slipway.disk.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Artifacts that are files, by digest: {@code <root>/sha256/<64 digits>}, read-only, whole or not
 * there. Shared by the workers that build and the clusters that run.
 */
public final class FileArtifacts {

  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final Logger LOG = LoggerFactory.getLogger(FileArtifacts.class);
  private static final int BUFFER = 1 << 16;

  private final Path files;
  private final Path parts;

  public FileArtifacts(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    files = absolute.resolve("sha256");
    parts = absolute.resolve("parts");
  }

  /**
   * Stores a copy of the file. Idempotent: equal bytes are stored once, whoever brings them.
   *
   * @param name the artifact's name
   * @param file a regular file; one that may be executed can be executed in the store, too
   */
  public Artifact store(String name, Path file) throws IOException {
    Files.createDirectories(files);
    Files.createDirectories(parts);
    removeAbandonedParts();
    Path part = parts.resolve(UUID.randomUUID().toString());
    try {
      String digest = copy(file, part);
      String mode = Files.isExecutable(file) ? "r-xr-xr-x" : "r--r--r--";
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString(mode));
      Path stored = files.resolve(digest);
      if (!isSame(stored, part)) {
        Files.move(part, stored, StandardCopyOption.ATOMIC_MOVE);
        WholeFile.syncDirectory(files);
      }
      return new Artifact(name, "sha256:" + digest);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The artifact's file, unless it is not in the store. */
  public Optional<Path> find(Artifact artifact) {
    Path file = files.resolve(artifact.digest().substring("sha256:".length()));
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(file)
        : Optional.empty();
  }

  private static String copy(Path from, Path to) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS);
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] bytes = new byte[BUFFER];
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        digest.update(bytes, 0, length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
      }
      out.force(true);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** A stored file that somebody has cut or made unusable is stored anew. */
  private static boolean isSame(Path stored, Path part) throws IOException {
    try {
      return Files.size(stored) == Files.size(part)
          && Files.getPosixFilePermissions(stored).containsAll(Files.getPosixFilePermissions(part));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** What a worker left that died while it stored. */
  private void removeAbandonedParts() throws IOException {
    Instant before = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(parts)) {
      for (Path part : left) {
        FileTime written = Files.getLastModifiedTime(part);
        if (written.toInstant().isBefore(before)) {
          Files.deleteIfExists(part);
        }
      }
    } catch (NoSuchFileException e) {
      LOG.debug("another step finished while abandoned parts were looked for", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
