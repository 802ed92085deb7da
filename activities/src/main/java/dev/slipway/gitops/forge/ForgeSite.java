package dev.slipway.gitops.forge;

import dev.slipway.temporal.FailureType;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which repositories lie at a forge, and what it calls them.
 *
 * @param name as in platform.yaml
 * @param url where people find it, {@code https://git.example.com}, without a slash at its end
 */
public record ForgeSite(String name, String url) {

  private static final Pattern REPOSITORY =
      Pattern.compile("/([A-Za-z0-9_.-]{1,100})/([A-Za-z0-9_.-]{1,100}?)(\\.git)?/?");

  /**
   * {@code owner/name} of a repository's address.
   *
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED when the address names none
   */
  public String repository(String address) {
    String below =
        address.toLowerCase(Locale.ROOT).startsWith(url.toLowerCase(Locale.ROOT))
            ? address.substring(url.length())
            : "";
    Matcher repository = REPOSITORY.matcher(below);
    if (!repository.matches() || repository.group(2).matches("\\.{0,2}")) {
      throw FailureType.MISCONFIGURED.retryable(
          "the forge "
              + name
              + " at "
              + url
              + " has repositories at "
              + url
              + "/<owner>/<name>.git: mend the repository's address in platform.yaml");
    }
    return repository.group(1) + "/" + repository.group(2);
  }
}
