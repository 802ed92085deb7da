package dev.slipway.platform;

import java.util.Locale;
import java.util.Optional;

/**
 * A forge at which repositories lie: those whose address begins with its URL.
 *
 * @param url without a slash at its end; for {@code local} a folder
 * @param tokenFile the worker's own file that holds the token, absolute or relative to the worker;
 *     empty for {@code local}
 * @param webhookSecretFile the file with the key that the forge signs its webhooks with; empty: its
 *     webhooks are not taken
 * @param merge how pull requests are merged
 */
public record ForgeBinding(
    String name,
    Kind kind,
    String url,
    String tokenFile,
    Optional<String> webhookSecretFile,
    MergeMethod merge) {

  /** What it is. */
  public enum Kind {
    GITEA,
    GITHUB,
    /** The built-in one: pull requests are kept in the bare repository itself. */
    LOCAL
  }

  /** What a merge makes of the branch's commits. */
  public enum MergeMethod {
    MERGE,
    SQUASH,
    REBASE
  }

  /** Whether a repository lies there. */
  public boolean holds(String repository) {
    String below = url + "/";
    return repository.toLowerCase(Locale.ROOT).startsWith(below.toLowerCase(Locale.ROOT));
  }
}
