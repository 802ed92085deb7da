package dev.slipway.observation;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.rollout.RevisionRef;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names the record of one rollout, on the worker that keeps it and for the command that asks for
 * it. All parts are safe as names of files and in addresses.
 *
 * @param service that was released
 * @param release {@code 1f2e3d4c5b6a-1} of a release, {@code commit-1f2e3d4c5b6a} of a person's own
 *     commit to the config repository
 * @param environment where
 */
public record RecordKey(String service, String release, String environment) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern CAUSE = Pattern.compile("([^/]+)/([0-9a-f]{12,64}-[1-9][0-9]{0,8})");
  private static final int ABBREVIATED = 12;

  public RecordKey {
    for (String part : new String[] {service, release, environment}) {
      if (!NAME.matcher(part).matches()) {
        throw new IllegalArgumentException(
            "'"
                + part
                + "' is no part of a record's name: expected SERVICE/RELEASE/ENVIRONMENT, such as"
                + " shop/1f2e3d4c5b6a-1/production");
      }
    }
  }

  /**
   * Of a rollout.
   *
   * @param cause the release, or the author of a person's own commit
   */
  public static RecordKey of(EnvironmentKey target, String cause, RevisionRef candidate) {
    return isRelease(target, cause)
        ? of(target, cause)
        : new RecordKey(target.service(), "commit-" + abbreviated(candidate), target.environment());
  }

  /**
   * Of a release's rollout.
   *
   * @param release its key as text, of the same service
   */
  public static RecordKey of(EnvironmentKey target, String release) {
    return new RecordKey(
        target.service(), release.substring(target.service().length() + 1), target.environment());
  }

  private static boolean isRelease(EnvironmentKey target, String cause) {
    Matcher release = CAUSE.matcher(cause);
    return release.matches() && release.group(1).equals(target.service());
  }

  private static String abbreviated(RevisionRef candidate) {
    String commit = candidate.commit();
    return commit.substring(0, Math.min(ABBREVIATED, commit.length()));
  }

  @Override
  public String toString() {
    return service + "/" + release + "/" + environment;
  }
}
