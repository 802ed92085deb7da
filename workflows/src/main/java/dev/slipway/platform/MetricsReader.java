package dev.slipway.platform;

import static dev.slipway.document.Readings.choice;
import static dev.slipway.document.Readings.dnsLabel;
import static dev.slipway.document.Readings.fields;
import static dev.slipway.document.Readings.list;
import static dev.slipway.document.Readings.matching;
import static dev.slipway.document.Readings.text;
import static dev.slipway.document.Readings.wholeNumber;

import dev.slipway.document.Section;
import dev.slipway.document.Succession;
import dev.slipway.metrics.PromQuery;
import dev.slipway.metrics.QueryPreset;
import dev.slipway.metrics.StandardQueries;
import dev.slipway.platform.MetricsBinding.ScrapeBinding;
import dev.slipway.platform.PrometheusBinding.SecretHeader;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The fields of a platform file that say where counters are. */
final class MetricsReader {

  private static final String USUAL_PATH = "/metrics";
  private static final Pattern URL =
      Pattern.compile("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?");
  private static final Pattern HERE =
      Pattern.compile("http://(localhost|127\\.0\\.0\\.1)([:/].*)?");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~/-]*");
  private static final List<String> RESERVED =
      List.of("authorization", "content-type", "content-length", "host", "connection");

  private final RepositoryLocation location;

  MetricsReader(RepositoryLocation location) {
    this.location = location;
  }

  PrometheusBinding prometheus(Section section) {
    String name = section.required("name", dnsLabel(63)).orElse("");
    Optional<String> url =
        section.required("url", matching(URL, 500, "a URL such as https://prometheus.example.com"));
    Optional<String> token = section.optional("tokenFile", location.file());
    Optional<String> user = section.optional("username", text(200));
    Optional<String> password = section.optional("passwordFile", location.file());
    List<SecretHeader> headers =
        section
            .optional(
                "headers", list(fields(this::header), 10, Succession.unique(SecretHeader::name)))
            .orElse(List.of());
    boolean plainHttp =
        section
            .optional("plainHttp", choice(List.of("allowed", "forbidden")))
            .map("allowed"::equals)
            .orElse(false);
    if (section.has("username") != section.has("passwordFile")) {
      section.problem("must have 'username' and 'passwordFile' together");
    }
    if (section.has("tokenFile") && section.has("username")) {
      section.problem("tokenFile", "stands beside 'username': one of the two is sent, not both");
    }
    boolean secret = section.has("tokenFile") || section.has("username") || section.has("headers");
    url.filter(text -> secret && !plainHttp)
        .filter(text -> text.startsWith("http:") && !HERE.matcher(text).matches())
        .ifPresent(
            text ->
                section.problem(
                    "url",
                    "would send secrets in the clear: write https, or 'plainHttp: allowed' inside a"
                        + " network of your own"));
    boolean whole = user.isPresent() && password.isPresent() && token.isEmpty();
    return new PrometheusBinding(
        name,
        url.map(text -> text.replaceFirst("/+$", "")).orElse(""),
        token,
        whole ? user : Optional.empty(),
        whole ? password : Optional.empty(),
        headers,
        section.optional("caFile", location.file()));
  }

  private SecretHeader header(Section section) {
    Optional<String> name =
        section.required(
            "name", matching(HEADER, 100, "the name of a header, such as X-Scope-OrgID"));
    name.filter(text -> RESERVED.contains(text.toLowerCase(java.util.Locale.ROOT)))
        .ifPresent(
            text ->
                section.problem(
                    "name",
                    text.equalsIgnoreCase("authorization")
                        ? "is sent for 'tokenFile' or 'username'; name those instead"
                        : "is set by the connection itself"));
    return new SecretHeader(
        name.orElse(""), section.required("valueFile", location.file()).orElse(""));
  }

  /** Empty when it is not right, which is reported. */
  Optional<MetricsBinding> metrics(Section section, List<PrometheusBinding> servers) {
    Optional<String> prometheus = section.optional("prometheus", dnsLabel(63));
    Optional<ScrapeBinding> scrape = section.optional("scrape", fields(MetricsReader::scrape));
    Optional<QueryPreset> preset = section.optional("preset", choice(QueryPreset.class));
    Optional<StandardQueries> queries = section.optional("queries", fields(MetricsReader::queries));
    prometheus
        .filter(name -> servers.stream().noneMatch(server -> server.name().equals(name)))
        .ifPresent(name -> section.problem("prometheus", "is none of 'prometheus' of this file"));
    if (section.has("prometheus") == section.has("scrape")) {
      section.problem("must have either 'prometheus' or 'scrape'");
    }
    if (section.has("preset") == section.has("queries")) {
      section.problem("must have either 'preset' or 'queries'");
    }
    if (section.has("scrape") && preset.equals(Optional.of(QueryPreset.TRAEFIK))) {
      section.problem(
          "preset",
          "traefik counts at the gateway, not in the instances: name it as the cluster's"
              + " 'gateway'");
    }
    return prometheus.isPresent() != scrape.isPresent() && preset.isPresent() != queries.isPresent()
        ? Optional.of(new MetricsBinding(prometheus, scrape, preset, queries))
        : Optional.empty();
  }

  private static ScrapeBinding scrape(Section section) {
    return new ScrapeBinding(
        section.required("port", wholeNumber(1, 65_535)).orElse(1),
        section
            .optional("path", matching(PATH, 200, "a path such as /actuator/prometheus"))
            .orElse(USUAL_PATH));
  }

  private static StandardQueries queries(Section section) {
    return new StandardQueries(
        section.required("requests", PromQuery.counter()).orElse(""),
        section.required("errors", PromQuery.counter()).orElse(""),
        section.required("latency", PromQuery.buckets()).orElse(""));
  }
}
