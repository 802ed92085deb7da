package dev.slipway.gitops.jgit;

import dev.slipway.gitops.ChangeOrder;
import dev.slipway.gitops.RestoreOrder;
import dev.slipway.manifest.CanonicalJson;
import java.util.Locale;

/**
 * The names of our branches: the same order, the same branch, on whichever worker. All begin with
 * {@code slipway}.
 */
final class BranchName {

  private static final int MAX_KEY = 60;
  private static final int HASH_DIGITS = 10;

  private BranchName() {}

  /** {@code slipway/<service>/<commit>-<attempt>/<environment>}. */
  static String of(ChangeOrder order) {
    String[] parts = order.release().split("/", -1);
    if (parts.length == 2
        && isPlain(parts[0])
        && isPlain(parts[1])
        && isPlain(order.environment())) {
      return "slipway/" + order.release() + "/" + order.environment();
    }
    return "slipway/other/" + readable(order.release() + "/" + order.environment());
  }

  /** {@code slipway-restore/<environment>/<key>}, the key made readable. */
  static String of(RestoreOrder order) {
    String environment = isPlain(order.environment()) ? order.environment() : "other";
    return "slipway-restore/"
        + environment
        + "/"
        + readable(order.environment() + "/" + order.key());
  }

  private static boolean isPlain(String part) {
    return part.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,80}");
  }

  /** What Git allows, with a digest that keeps different keys apart. */
  private static String readable(String key) {
    String digest = CanonicalJson.digest(key);
    String plain =
        key.toLowerCase(Locale.ROOT).replace("sha256:", "").replaceAll("[^a-z0-9]+", "-");
    String cut = plain.length() > MAX_KEY ? plain.substring(0, MAX_KEY) : plain;
    int from = "sha256:".length();
    return "k-" + cut + "-" + digest.substring(from, from + HASH_DIGITS);
  }
}
