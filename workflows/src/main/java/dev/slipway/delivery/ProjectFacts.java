package dev.slipway.delivery;

import java.util.Locale;

/**
 * What {@code slipway init} saw of a repository.
 *
 * @param service name of the service: lower case letters, digits and hyphens, at most 56
 */
public record ProjectFacts(String service, BuildTool tool) {

  private static final int LONGEST = 56;

  public ProjectFacts {
    if (!service.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?") || service.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a service's name is at most "
              + LONGEST
              + " lower case letters, digits and hyphens, such as checkout-api, not '"
              + service
              + "'");
    }
  }

  /** Facts for a folder: its name becomes the service's, {@code service} where it has no letter. */
  public static ProjectFacts ofFolder(String folder, BuildTool tool) {
    String name = hyphens(folder.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
    String fitting = hyphens(name.substring(0, Math.min(name.length(), LONGEST)));
    return new ProjectFacts(fitting.isEmpty() ? "service" : fitting, tool);
  }

  private static String hyphens(String name) {
    return name.replaceAll("^-+|-+$", "");
  }
}
