package dev.slipway.platform;

import static dev.slipway.document.Readings.dnsLabel;
import static dev.slipway.document.Readings.fields;
import static dev.slipway.document.Readings.matching;
import static dev.slipway.document.Readings.text;
import static dev.slipway.document.Readings.wholeNumber;

import dev.slipway.document.Section;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The fields of a Kubernetes cluster in a platform file. */
final class ClusterReader {

  private static final Pattern SELECTOR =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9._/-]*=[A-Za-z0-9._-]+(,[A-Za-z0-9][A-Za-z0-9._/-]*=[A-Za-z0-9._-]+)*");

  private final RepositoryLocation location;
  private final List<PrometheusBinding> servers;

  /**
   * @param servers of the Prometheus API that the file names
   */
  ClusterReader(RepositoryLocation location, List<PrometheusBinding> servers) {
    this.location = location;
    this.servers = servers;
  }

  ClusterBinding cluster(Section section) {
    String name = section.required("name", dnsLabel(63)).orElse("");
    Optional<String> kubeconfig = section.optional("kubeconfig", location.file());
    Optional<String> context = section.optional("context", text(200));
    if (section.has("context") && !section.has("kubeconfig")) {
      section.problem("context", "needs 'kubeconfig', whose context it is");
    }
    if (section.has("kubeconfig") && !section.has("context")) {
      section.problem("kubeconfig", "needs 'context': which one of the file is meant");
    }
    Optional<GatewayBinding> gateway = section.optional("gateway", fields(ClusterReader::gateway));
    Optional<MetricsBinding> metrics =
        section
            .optional("metrics", fields(of -> new MetricsReader(location).metrics(of, servers)))
            .flatMap(found -> found);
    boolean whole = kubeconfig.isPresent() && context.isPresent();
    return new ClusterBinding(
        name,
        whole ? kubeconfig : Optional.empty(),
        whole ? context : Optional.empty(),
        gateway,
        metrics);
  }

  private static GatewayBinding gateway(Section section) {
    return new GatewayBinding(
        section.required("namespace", dnsLabel(63)).orElse(""),
        section
            .required("selector", matching(SELECTOR, 500, "labels of pods, such as app=traefik"))
            .orElse(""),
        section.required("metricsPort", wholeNumber(1, 65_535)).orElse(1));
  }
}
