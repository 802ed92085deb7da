package dev.slipway.build.log;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * One step of one release on a worker: the key of its log, its workspace and its answer. Both parts
 * are safe as names of files.
 *
 * @param release the release's key as text, {@code shop/1f2e3d4c5b6a-1}
 * @param step {@code build}, or {@code test-} and the suite's name
 */
public record StepKey(String release, String step) {

  private static final Pattern RELEASE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}/[0-9a-f]{12,64}-[1-9][0-9]{0,8}");
  private static final Pattern STEP = Pattern.compile("build|test-[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int LONGEST_SLUG = 60;

  public StepKey {
    if (!RELEASE.matcher(release).matches()) {
      throw new IllegalArgumentException(
          "'"
              + release
              + "' is not a release: expected SERVICE/COMMIT-ATTEMPT, such as checkout/1f2e3d4c5b6a-1");
    }
    if (!STEP.matcher(step).matches()) {
      throw new IllegalArgumentException(
          "'" + step + "' is not a step with a log: expected build or test-SUITE");
    }
  }

  public static StepKey build(String release) {
    return new StepKey(release, "build");
  }

  /** A suite may have any name; one that is not safe as a file's name is told apart by a digest. */
  public static StepKey test(String release, String suite) {
    String step = "test-" + suite;
    return new StepKey(release, STEP.matcher(step).matches() ? step : "test-" + slug(suite));
  }

  /** {@code log:shop/1f2e3d4c5b6a-1/build}, as results name the log. */
  public String reference() {
    return "log:" + release + "/" + step;
  }

  /** The release's and the step's place below a directory, with an ending. */
  public Path under(Path root, String ending) {
    return root.resolve(release).resolve(step + ending);
  }

  /** The key as the name of one file. */
  public String fileName() {
    return toString().replace('/', '_');
  }

  @Override
  public String toString() {
    return release + "/" + step;
  }

  private static String slug(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+", "");
    String start = safe.length() > LONGEST_SLUG ? safe.substring(0, LONGEST_SLUG) : safe;
    return (start.isEmpty() ? "suite" : start) + "-" + digest(name);
  }

  private static String digest(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
