package dev.slipway.gitops.jgit;

import java.util.Optional;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** With what a Git remote is spoken to, where it asks. */
@FunctionalInterface
public interface RemoteCredentials {

  /**
   * The login of a remote; empty: it is spoken to anonymously.
   *
   * @param address as in platform.yaml
   */
  Optional<Login> login(String address);

  /** Nobody's: every remote is spoken to anonymously. */
  static RemoteCredentials none() {
    return address -> Optional.empty();
  }

  /** A user with a secret, which is shown to the one host it is for. */
  final class Login extends CredentialsProvider {

    private final String host;
    private final String user;
    private final String secret;

    /**
     * @param host the only host that may see it, wherever the remote sends us
     */
    public Login(String host, String user, String secret) {
      this.host = host;
      this.user = user;
      this.secret = secret;
    }

    @Override
    public boolean isInteractive() {
      return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
      for (CredentialItem item : items) {
        if (!(item instanceof CredentialItem.Username)
            && !(item instanceof CredentialItem.Password)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
      if (!host.equalsIgnoreCase(uri.getHost()) || !supports(items)) {
        return false;
      }
      for (CredentialItem item : items) {
        if (item instanceof CredentialItem.Username name) {
          name.setValue(user);
        } else if (item instanceof CredentialItem.Password password) {
          password.setValue(secret.toCharArray());
        }
      }
      return true;
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return user + "@" + host;
    }
  }
}
