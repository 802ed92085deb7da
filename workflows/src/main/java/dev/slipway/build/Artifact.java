package dev.slipway.build;

/**
 * What a build made, named by digest.
 *
 * @param name the image's repository, or the service's name for a file
 * @param digest {@code sha256:} and 64 hexadecimal digits: of the image's manifest, or of the
 *     file's bytes
 */
public record Artifact(String name, String digest) {

  public Artifact {
    if (name.isBlank() || !digest.matches("sha256:[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "an artifact needs a name and a sha256 digest, not '" + name + "@" + digest + "'");
    }
  }

  /** {@code checkout@sha256:…}, the form that manifests name an image by. */
  public String reference() {
    return name + "@" + digest;
  }
}
