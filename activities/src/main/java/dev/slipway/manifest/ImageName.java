package dev.slipway.manifest;

import java.util.Optional;

/**
 * An image as a container names it: {@code registry:5000/team/shop:1.2@sha256:…}.
 *
 * @param name with registry and path, without tag and digest
 */
public record ImageName(String name, Optional<String> tag, Optional<String> digest) {

  /** Never fails: what is no image name is a name without tag and digest. */
  public static ImageName parse(String text) {
    int at = text.indexOf('@');
    Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
    String rest = at < 0 ? text : text.substring(0, at);
    int colon = rest.lastIndexOf(':');
    if (colon <= rest.lastIndexOf('/')) {
      return new ImageName(rest, Optional.empty(), digest);
    }
    return new ImageName(rest.substring(0, colon), Optional.of(rest.substring(colon + 1)), digest);
  }

  @Override
  public String toString() {
    return name + tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
  }
}
