package dev.slipway.environment;

/**
 * One service in one environment.
 *
 * @param environment name of the environment, such as {@code production}
 * @param service name of the service, such as {@code checkout}
 */
public record EnvironmentKey(String environment, String service) {

  public EnvironmentKey {
    if (environment.isBlank() || service.isBlank()) {
      throw new IllegalArgumentException("an environment key needs an environment and a service");
    }
  }

  /** What a person types: {@code slipway environment sync production checkout}. */
  public String command(String verb) {
    return "slipway environment " + verb + " " + environment + " " + service;
  }

  /** {@code production/checkout}, as in workflow ids and on the screen. */
  @Override
  public String toString() {
    return environment + "/" + service;
  }
}
