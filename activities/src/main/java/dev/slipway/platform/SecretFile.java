package dev.slipway.platform;

import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * A file that holds a secret: a token, a webhook's key, a password. Read anew each time, so that it
 * can be changed while the worker runs; its content is never part of a message.
 *
 * <p>As with SSH keys, a file of our own that others may read is refused. One that belongs to
 * somebody else (a mounted Kubernetes Secret) may be read by our group, but never by everybody.
 */
public final class SecretFile {

  private static final int LARGEST = 4096;
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);
  private static final Set<PosixFilePermission> GROUP =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE);

  private final Path path;

  public SecretFile(Path path) {
    this.path = path;
  }

  /**
   * The secret, without the line's end.
   *
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED, retryable, as a person can mend
   *     the file meanwhile
   */
  public String read() {
    String secret = new String(content(LARGEST), StandardCharsets.UTF_8).strip();
    if (secret.isEmpty() || !secret.matches("[\\x21-\\x7e]+")) {
      throw broken("must hold one secret in one line of at most 4 kB");
    }
    return secret;
  }

  /**
   * All that it holds, where that is more than one secret.
   *
   * @param largest size in bytes beyond which it is refused
   * @throws io.temporal.failure.ApplicationFailure as {@link #read()}
   */
  public byte[] content(int largest) {
    try (InputStream in = Files.newInputStream(path)) {
      requirePrivate();
      byte[] bytes = in.readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw broken("must hold at most " + largest / 1024 + " kB");
      }
      return bytes;
    } catch (IOException e) {
      throw broken("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private void requirePrivate() throws IOException {
    if (!Files.getFileStore(path).supportsFileAttributeView("posix")) {
      return;
    }
    Path file = path.toRealPath();
    Set<PosixFilePermission> granted =
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    boolean ours =
        Files.getOwner(file).getName().equals(System.getProperty("user.name"))
            || isOwnedLikeOurProcess(file);
    if (granted.stream().anyMatch(OTHERS::contains)
        || (ours && granted.stream().anyMatch(GROUP::contains))) {
      throw broken("may be read by others: run chmod 600 on it");
    }
  }

  /** Where the process's name and its user id differ, as in some containers. */
  private static boolean isOwnedLikeOurProcess(Path file) throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self)
        && Files.getAttribute(self, "unix:uid").equals(Files.getAttribute(file, "unix:uid"));
  }

  private RuntimeException broken(String what) {
    return FailureType.MISCONFIGURED.retryable("the secret file " + path + " " + what);
  }

  /** Its path: the secret itself is never shown. */
  @Override
  public String toString() {
    return path.toString();
  }
}
