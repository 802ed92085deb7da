package dev.slipway.starter.dev;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the parts of this installation lie: a clone that was built, or what {@code
 * tools/install.sh} laid out.
 *
 * @param home the clone, or {@code lib/slipway} of the installation
 */
public record Installation(Path home) {

  /** The property by which the launcher tells where it stands. */
  static final String PROPERTY = "slipway.home";

  /** The one that this class comes from. */
  public static Installation own() {
    String told = System.getProperty(PROPERTY);
    if (told != null && !told.isBlank()) {
      return new Installation(Path.of(told).toAbsolutePath().normalize());
    }
    Path place = placeOfThisClass();
    for (Path up = place; up != null; up = up.getParent()) {
      Installation candidate = new Installation(up);
      if (candidate.find("starter").isPresent()) {
        return candidate;
      }
    }
    throw new DevException(
        "Slipway's parts were not found near " + place + ": start it by the slipway launcher.");
  }

  /** The jar of a part, beside which its libraries lie. */
  public Path jar(String part) {
    return find(part)
        .orElseThrow(
            () ->
                new DevException(
                    "slipway-"
                        + part
                        + ".jar is missing in "
                        + home
                        + ": build it with ./mvnw -DskipTests package, or install Slipway again."));
  }

  /** The sample service that the demo releases. */
  public Path shop() {
    return home.resolve("examples/shop");
  }

  /** The pinned Go module from which a Temporal server can be built. */
  Path temporalModule() {
    return home.resolve("tools/temporal");
  }

  private Optional<Path> find(String part) {
    String name = "slipway-" + part + ".jar";
    Path built = home.resolve(part).resolve("target").resolve(name);
    Path installed = home.resolve(part).resolve(name);
    return Files.isRegularFile(built)
        ? Optional.of(built)
        : Files.isRegularFile(installed) ? Optional.of(installed) : Optional.empty();
  }

  private static Path placeOfThisClass() {
    try {
      return Path.of(
          Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path entry has no path", e);
    }
  }
}
