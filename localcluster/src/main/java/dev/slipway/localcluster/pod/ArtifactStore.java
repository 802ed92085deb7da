package dev.slipway.localcluster.pod;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where images come from: files named by their digest, put there whole by whoever builds.
 *
 * @param root holds {@code sha256/<64 hex>}
 */
record ArtifactStore(Path root) {

  private static final Pattern IMAGE = Pattern.compile("[^@\\s]+@sha256:([0-9a-f]{64})");

  /**
   * The file of an image.
   *
   * @throws PodNotStartable when there is none
   */
  Path pull(String image) throws PodNotStartable {
    Matcher matcher = IMAGE.matcher(image);
    if (!matcher.matches()) {
      throw new PodNotStartable(
          "ErrImagePull", "image " + image + " is not of the form name@sha256:<64 hex digits>");
    }
    Path file = root.resolve("sha256").resolve(matcher.group(1));
    if (!Files.isRegularFile(file)) {
      throw new PodNotStartable("ErrImagePull", "image " + image + " is not in the artifact store");
    }
    return file.toAbsolutePath();
  }
}
