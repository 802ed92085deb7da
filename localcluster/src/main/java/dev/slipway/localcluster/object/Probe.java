package dev.slipway.localcluster.object;

import java.time.Duration;
import java.util.Optional;

/**
 * How a pod is asked for its health, with the defaults of Kubernetes.
 *
 * @param path of the HTTP GET that must be answered with 200 to 399; empty: a TCP connect is enough
 * @param initialDelay before the first probe
 * @param period between probes; while the pod has not been ready yet, probes are more frequent
 * @param failureThreshold failures in a row that make it not ready (or, for liveness, restarted)
 * @param successThreshold successes in a row that make it ready
 */
public record Probe(
    Optional<String> path,
    Duration initialDelay,
    Duration period,
    Duration timeout,
    int failureThreshold,
    int successThreshold) {

  private static final int DAY = 86_400;

  /** Asks only whether something listens: for a container without a readiness probe. */
  public static final Probe LISTENING =
      new Probe(
          Optional.empty(), Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(1), 3, 1);

  static Optional<Probe> of(Fields container, String name, ContainerPort port) {
    if (!container.has(name)) {
      container.ignore(name);
      return Optional.empty();
    }
    Fields probe = container.child(name);
    Optional<String> path = Optional.empty();
    if (probe.has("httpGet") == probe.has("tcpSocket")) {
      probe.refuseHere("must have either httpGet or tcpSocket");
    }
    if (probe.has("httpGet")) {
      Fields get = probe.child("httpGet");
      path = Optional.of(get.text("path").orElse("/"));
      if (!path.get().matches("/[\\x21-\\x7e]*")) {
        get.refuse("path", "must begin with '/' and have no spaces");
      }
      get.only("scheme", "HTTP");
      port.requireSame(get);
      get.end();
    } else {
      Fields socket = probe.child("tcpSocket");
      port.requireSame(socket);
      socket.end();
    }
    Probe result =
        new Probe(
            path,
            Duration.ofSeconds(probe.number("initialDelaySeconds", 0, 0, DAY)),
            Duration.ofSeconds(probe.number("periodSeconds", 10, 1, DAY)),
            Duration.ofSeconds(probe.number("timeoutSeconds", 1, 1, DAY)),
            probe.number("failureThreshold", 3, 1, 1000),
            probe.number("successThreshold", 1, 1, 1000));
    probe.end();
    return Optional.of(result);
  }
}
