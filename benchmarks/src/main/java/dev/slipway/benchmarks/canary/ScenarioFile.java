package dev.slipway.benchmarks.canary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.benchmarks.canary.LatencyLaw.Part;
import dev.slipway.benchmarks.canary.Scenario.Bad;
import dev.slipway.benchmarks.canary.Scenario.Bursts;
import dev.slipway.benchmarks.canary.Scenario.Incident;
import dev.slipway.benchmarks.canary.Scenario.Pods;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scenarios of {@code scenarios.json}. Some of them are described in words there; a description
 * that is not known is refused, so that no scenario is silently an ordinary one.
 */
final class ScenarioFile {

  private static final String WIDER = "same median, sigma (ln 2 + 2.3263*0.6)/2.3263";
  private static final double WIDER_SIGMA = (Math.log(2) + 2.3263 * 0.6) / 2.3263;
  private static final String BIMODAL = "3 % of requests lognormal, median 1000 ms, sigma 0.3";
  private static final String PODS =
      "arm's p multiplied by the mean of exp(N(0,0.3)) over its pods, 2 canary, 18 baseline";
  private static final String CLUSTERS =
      "clusters ~ Binomial(n, p/4), each of geometric size with mean 4, whole cluster in one arm";

  private final JsonNode file;
  private final double median;
  private final double sigma;

  private ScenarioFile(JsonNode file) {
    this.file = file;
    this.median = file.at("/defaults/latency_median_ms").doubleValue();
    this.sigma = file.at("/defaults/latency_sigma").doubleValue();
  }

  /** All of them by name, the healthy ones first. */
  static Map<String, Scenario> read() {
    try (InputStream in = ScenarioFile.class.getResourceAsStream("/canary/scenarios.json")) {
      ScenarioFile file = new ScenarioFile(new ObjectMapper().readTree(in));
      Map<String, Scenario> all = new LinkedHashMap<>();
      file.addTo(all, "healthy", true);
      file.addTo(all, "regressions", false);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addTo(Map<String, Scenario> all, String group, boolean healthy) {
    file.get(group)
        .properties()
        .forEach(
            entry -> all.put(entry.getKey(), scenario(entry.getKey(), entry.getValue(), healthy)));
  }

  private Scenario scenario(String name, JsonNode node, boolean healthy) {
    LatencyLaw usual = LatencyLaw.lognormal(median, sigma);
    LatencyLaw canary = canaryLatency(node, usual);
    int coldUntil = node.path("until_s").intValue();
    Bad bad = healthy ? Bad.NONE : canary.equals(usual) ? Bad.ERRORS : Bad.REQUESTS;
    return new Scenario(
        name,
        bad,
        number(node, "rps"),
        number(node, "p_baseline"),
        number(node, "p_canary"),
        node.path("onset_s").intValue(),
        usual,
        canary,
        coldUntil,
        incident(node.path("both_arms")),
        bursts(node.path("ar1")),
        described(node, "errors", CLUSTERS) ? 4 : 1,
        described(node, "pod_effect", PODS) ? Optional.of(new Pods(0.3, 2, 18)) : Optional.empty());
  }

  private double number(JsonNode node, String field) {
    return node.has(field)
        ? node.get(field).doubleValue()
        : file.at("/defaults/" + field).doubleValue();
  }

  private LatencyLaw canaryLatency(JsonNode node, LatencyLaw usual) {
    if (node.has("canary_latency_median_ms")) {
      return LatencyLaw.lognormal(node.get("canary_latency_median_ms").doubleValue(), sigma);
    }
    return switch (node.path("canary_latency").asText("")) {
      case "" -> usual;
      case WIDER -> LatencyLaw.lognormal(median, WIDER_SIGMA);
      case BIMODAL ->
          new LatencyLaw(List.of(new Part(0.97, median, sigma), new Part(0.03, 1000, 0.3)));
      default -> throw unknown(node.path("canary_latency"));
    };
  }

  private static Optional<Incident> incident(JsonNode node) {
    return node.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Incident(
                node.get("from_s").intValue(),
                node.get("to_s").intValue(),
                node.get("p").doubleValue()));
  }

  private static Optional<Bursts> bursts(JsonNode node) {
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    if (!described(node, "error_factor", "exp(0.8 y)")
        || !described(node, "load_factor", "exp(0.5 z - 0.125)")) {
      throw unknown(node);
    }
    return Optional.of(
        new Bursts(node.get("phi").doubleValue(), node.get("sd").doubleValue(), 0.8, 0.5));
  }

  /** Whether a field says what is known; that of another scenario is referred to as "above". */
  private static boolean described(JsonNode node, String field, String known) {
    String text = node.path(field).asText("");
    if (text.isEmpty() || text.equals(known) || text.equals("as above")) {
      return !text.isEmpty();
    }
    throw unknown(node.get(field));
  }

  private static IllegalStateException unknown(JsonNode node) {
    return new IllegalStateException(
        "scenarios.json describes what is not simulated here: " + node);
  }
}
