package dev.slipway.metrics;

/** Ready-made queries for those who count as everybody does. */
public enum QueryPreset {
  /**
   * Traefik's counters by Service, with the Gateway API: one vantage point for both versions. Needs
   * {@code --metrics.prometheus.addserviceslabels=true}.
   */
  TRAEFIK(
      "traefik_service_requests_total",
      "traefik_service_requests_total",
      "traefik_service_request_duration_seconds_bucket",
      "service=~\"{{namespace}}-{{backend}}-http-[0-9]+@kubernetesgateway\"",
      "code=~\"5..\""),
  /** Micrometer's of Spring Boot: {@code http.server.requests}, without the actuator's own. */
  MICROMETER(
      "http_server_requests_seconds_count",
      "http_server_requests_seconds_count",
      "http_server_requests_seconds_bucket",
      "namespace=\"{{namespace}}\",pod=~\"{{pods}}\",uri!~\"/actuator.*\"",
      "status=~\"5..\""),
  /** The semantic conventions of OpenTelemetry: {@code http.server.request.duration}. */
  OPENTELEMETRY(
      "http_server_request_duration_seconds_count",
      "http_server_request_duration_seconds_count",
      "http_server_request_duration_seconds_bucket",
      "namespace=\"{{namespace}}\",pod=~\"{{pods}}\"",
      "http_response_status_code=~\"5..\"");

  private final StandardQueries queries;

  QueryPreset(String requests, String errors, String latency, String version, String failed) {
    queries =
        new StandardQueries(
            requests + "{" + version + "}",
            errors + "{" + version + "," + failed + "}",
            latency + "{" + version + "}");
  }

  public StandardQueries queries() {
    return queries;
  }
}
