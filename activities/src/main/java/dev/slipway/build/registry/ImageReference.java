package dev.slipway.build.registry;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The repository of an image as people write it, taken apart the way Docker does.
 *
 * @param host of the registry, with its port if one is given
 * @param repository name within the registry
 */
record ImageReference(String host, String repository) {

  static final String HUB = "registry-1.docker.io";

  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9.-]+(?::[0-9]{1,5})?|\\[[0-9a-fA-F:]+\\](?::[0-9]{1,5})?");
  private static final int LONGEST = 255;

  /**
   * {@code registry.example.com/checkout}, {@code localhost:5000/a/b}, {@code checkout}.
   *
   * @throws IllegalArgumentException it cannot be an image's repository
   */
  static ImageReference parse(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
    String host = named ? first : HUB;
    String rest = named ? image.substring(slash + 1) : slash < 0 ? "library/" + image : image;
    if (image.length() > LONGEST
        || !HOST.matcher(host).matches()
        || !REPOSITORY.matcher(rest).matches()) {
      throw new IllegalArgumentException(
          "'"
              + image
              + "' is no repository of an image: expected REGISTRY/NAME in lower case, without a tag");
    }
    return new ImageReference(canonicalHost(host), rest);
  }

  /** Docker's hub has several names, of which one answers. */
  static String canonicalHost(String host) {
    return List.of("docker.io", "index.docker.io").contains(host) ? HUB : host;
  }

  /** Whether the registry is on this machine, where HTTP is as good as HTTPS. */
  boolean isLoopback() {
    return Loopback.is(host.replaceAll(":[0-9]+$", ""));
  }
}
