package dev.slipway.release;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One attempt to release one commit of a service.
 *
 * @param service name of the service
 * @param commit the full commit id, 40 hexadecimal digits (or 64)
 * @param attempt from 1; a further attempt of the same commit is a release of its own
 */
public record ReleaseKey(String service, String commit, int attempt) {

  private static final Pattern TEXT = Pattern.compile("([^/]+)/([0-9a-f]{12,64})-([1-9][0-9]*)");

  public ReleaseKey {
    if (service.isBlank() || !commit.matches("[0-9a-f]{12,64}") || attempt < 1) {
      throw new IllegalArgumentException(
          "a release key needs a service, a commit of 12 to 64 hexadecimal digits and an attempt from 1");
    }
  }

  /** The key in {@code checkout/1f2e3d4c5b6a-1}; its commit is then the abbreviated one. */
  public static ReleaseKey parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a release: expected SERVICE/COMMIT-ATTEMPT, such as checkout/1f2e3d4c5b6a-1");
    }
    return new ReleaseKey(matcher.group(1), matcher.group(2), Integer.parseInt(matcher.group(3)));
  }

  /** {@code checkout/1f2e3d4c5b6a-1}: the commit abbreviated to 12 digits. */
  @Override
  public String toString() {
    return service + "/" + commit.substring(0, 12) + "-" + attempt;
  }
}
