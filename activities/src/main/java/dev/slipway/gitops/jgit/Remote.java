package dev.slipway.gitops.jgit;

import dev.slipway.temporal.FailureType;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/**
 * A Git remote: a local path, {@code file://} or {@code http(s)://}. Its text form holds no
 * credentials.
 */
public final class Remote {

  private static final Set<String> SCHEMES = Set.of("file", "http", "https");

  private final String text;
  private final URIish uri;
  private final Optional<RemoteCredentials.Login> login;

  private Remote(String text, URIish uri, Optional<RemoteCredentials.Login> login) {
    this.text = text;
    this.uri = uri;
    this.login = login;
  }

  /**
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED, permanent: the same text is never
   *     understood later
   */
  public static Remote parse(String text) {
    URIish uri;
    try {
      uri = new URIish(text);
    } catch (URISyntaxException e) {
      throw FailureType.MISCONFIGURED.permanent(
          "a repository's address is a path, file:// or http(s)://, not what stands there");
    }
    if (uri.getScheme() == null ? uri.getHost() != null : !SCHEMES.contains(uri.getScheme())) {
      throw FailureType.MISCONFIGURED.permanent(
          "the repository "
              + uri.setUser(null).setPass(null)
              + " cannot be read: Slipway reads local paths, file:// and http(s)://");
    }
    return new Remote(text, uri, Optional.empty());
  }

  /** The same, spoken to with the login that there is for it. */
  Remote with(RemoteCredentials credentials) {
    return directory().isPresent() ? this : new Remote(text, uri, credentials.login(text));
  }

  /** Gives a transport what this remote may ask for. */
  void prepare(Transport transport) {
    login.ifPresent(transport::setCredentialsProvider);
  }

  /** The whole address, with credentials where it has them: never shown. */
  String address() {
    return text;
  }

  URIish uri() {
    return uri;
  }

  /** The directory of a remote on this machine. */
  public Optional<Path> directory() {
    boolean local = uri.getScheme() == null || uri.getScheme().equals("file");
    return local ? Optional.of(Path.of(uri.getPath()).toAbsolutePath()) : Optional.empty();
  }

  /** Says at once that a local repository is gone; JGit would say that its address is unknown. */
  void checkPresent() throws NoRemoteRepositoryException {
    if (directory().isPresent() && !Files.isDirectory(directory().get())) {
      throw new NoRemoteRepositoryException(uri, "there is no such directory");
    }
  }

  RuntimeException unreachable(Exception cause) {
    String reason = String.valueOf(cause.getMessage());
    reason = reason.replace(uri.toString() + ": ", "").replace(uri.toPrivateString(), toString());
    if (uri.getUser() != null) {
      reason = reason.replace(uri.getUser(), "…");
    }
    if (reason.contains("not authorized") || reason.contains("not permitted")) {
      return FailureType.MISCONFIGURED.retryable(
          "the repository "
              + this
              + " lets us not in: name its forge in platform.yaml, with the token of somebody who may"
              + " read and write it",
          cause);
    }
    return FailureType.UNREACHABLE.retryable(
        "the repository " + this + " does not answer (" + reason + "): check that it is there",
        cause);
  }

  /** Without user and password: either may be a token. */
  @Override
  public String toString() {
    return uri.setUser(null).setPass(null).toString();
  }
}
