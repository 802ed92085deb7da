package dev.slipway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.PrometheusBinding;
import dev.slipway.platform.PrometheusBinding.SecretHeader;
import dev.slipway.platform.TrustedAuthorities;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusHttpTest {

  private static final String SECRET = "s3cret-that-nobody-may-see";

  @TempDir private Path folder;
  private StubPrometheus stub;

  @BeforeEach
  void start() throws IOException {
    stub = StubPrometheus.start();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | MISCONFIGURED | does not know the worker (HTTP 401): renew the secrets",
        "403 | MISCONFIGURED | does not let the worker ask (HTTP 403): give the owner",
        "404 | MISCONFIGURED | has no /api/v1/query (HTTP 404): is the path in the url",
        "302 | MISCONFIGURED | sends elsewhere (HTTP 302), to a login perhaps",
        "429 | UNREACHABLE   | is asked too often (HTTP 429)",
        "500 | UNREACHABLE   | has a problem of its own (HTTP 500): its log says which",
        "502 | UNREACHABLE   | has a problem of its own (HTTP 502)"
      })
  void saysWhatToDoAboutAStatus(int status, FailureType type, String sentence) {
    stub.replies(status, "");

    refused(type, sentence);
  }

  @Test
  void tellsWhatIsWrongWithAQuery() {
    stub.replies(
        400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse\\nerror at 3\"}");

    refused(FailureType.MISCONFIGURED, "does not take the query: parse error at 3; mend it where");
  }

  @Test
  void waitsForAServerThatIsOverloaded() {
    stub.replies(503, "{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"too long\"}");

    refused(FailureType.UNREACHABLE, "cannot answer now: too long");
  }

  @Test
  void judgesNoPartOfAnAnswer() {
    stub.replies(
        200,
        """
        {"status":"success","warnings":["store eu-2 did not answer"],
         "data":{"resultType":"vector","result":[]}}
        """);

    refused(
        FailureType.UNREACHABLE,
        "warns that not everything is in it, and a part must not be judged: store eu-2");
  }

  @Test
  void judgesNoPartOfAnAnswerThatOnlySaysThatItIsOne() {
    stub.replies(
        200,
        """
        {"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]}}
        """);

    refused(FailureType.UNREACHABLE, "with a part of what it has, and a part must not be judged");
  }

  @Test
  void noticesALoginPage() {
    stub.replies(200, "<html>Please log in</html>");

    refused(FailureType.UNREACHABLE, "did not answer with JSON (HTTP 200): is something else");
  }

  @Test
  void noticesAnAnswerThatIsCutOff() {
    stub.replies(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vec");

    refused(FailureType.UNREACHABLE, "did not answer with JSON");
  }

  @Test
  void noticesAnAnswerThatIsNestedTooDeep() {
    stub.replies(200, "[".repeat(5000));

    refused(FailureType.UNREACHABLE, "did not answer with JSON");
  }

  @Test
  void breaksOffAnAnswerThatIsTooLarge() {
    stub.replies(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] chunk = new byte[1 << 16];
          try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 1 << 10; i++) {
              out.write(chunk);
            }
          }
        });

    refused(FailureType.LIMIT_EXCEEDED, "larger than 8388608 bytes");
  }

  @Test
  void breaksOffAnAnswerThatDrips() {
    stub.replies(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
              out.write(' ');
              out.flush();
              Thread.sleep(20);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    PrometheusHttp http = new PrometheusHttp(stub.binding(), Duration.ofMillis(500));

    assertThatThrownBy(() -> http.query("up"))
        .hasMessageContaining("did not answer within 0.5 s: is it overloaded");
  }

  @Test
  void doesNotWaitForeverForAnAnswer() {
    stub.replies(
        exchange -> {
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    PrometheusHttp http = new PrometheusHttp(stub.binding(), Duration.ofMillis(300));

    assertThatThrownBy(() -> http.query("up")).isInstanceOf(ApplicationFailure.class);
  }

  @Test
  void saysWhereNobodyAnswers() {
    stub.close();

    refused(
        FailureType.UNREACHABLE,
        "does not answer (ConnectException): check that it is there, and that the worker may reach "
            + stub.url());
  }

  @Test
  void sendsATokenAndHeadersFromFiles() throws IOException {
    PrometheusBinding plain = stub.binding();
    PrometheusHttp http =
        new PrometheusHttp(
            new PrometheusBinding(
                "main",
                plain.url(),
                Optional.of(secret("token", SECRET)),
                Optional.empty(),
                Optional.empty(),
                List.of(new SecretHeader("X-Scope-OrgID", secret("tenant", "shop"))),
                Optional.empty()));

    http.query("up");

    assertThat(stub.lastHeaders().get("Authorization")).containsExactly("Bearer " + SECRET);
    assertThat(stub.lastHeaders().get("X-scope-orgid")).containsExactly("shop");
  }

  @Test
  void sendsAUserAndItsPasswordFromAFile() throws IOException {
    http(Optional.of("slipway"), Optional.of(secret("password", SECRET))).query("up");

    assertThat(stub.lastHeaders().get("Authorization"))
        .containsExactly(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString(("slipway:" + SECRET).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void keepsTheSecretOutOfItsMessages() throws IOException {
    stub.replies(401, "");
    PrometheusHttp http = http(Optional.of("slipway"), Optional.of(secret("password", SECRET)));

    assertThatThrownBy(() -> http.query("up"))
        .hasMessageNotContaining(SECRET)
        .hasMessageContaining("prometheus");
  }

  @Test
  void refusesASecretThatOthersMayRead() throws IOException {
    String file = secret("password", SECRET);
    Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> http(Optional.of("slipway"), Optional.of(file)).query("up"))
        .hasMessageContaining("may be read by others: run chmod 600 on it");
  }

  @Test
  void saysWhichCertificatesAreMissing() throws IOException {
    Path file = Files.writeString(folder.resolve("ca.pem"), "no certificate");

    assertThatThrownBy(() -> TrustedAuthorities.and(file.toString()))
        .hasMessageContaining("ca.pem")
        .hasMessageContaining("PEM");
  }

  @Test
  void trustsAServerByTheAuthorityOfAFileAndNoOther() throws Exception {
    try (TlsServer server = TlsServer.start(folder, "{\"status\":\"success\",\"data\":{}}")) {
      assertThatThrownBy(() -> secured(server.url(), Optional.empty()).query("up"))
          .hasMessageContaining("cannot be trusted")
          .hasMessageContaining("name the certificates that sign its own in caFile");

      assertThat(secured(server.url(), Optional.of(server.certificate().toString())).query("up"))
          .isEmpty();
    }
  }

  private static PrometheusHttp secured(String url, Optional<String> caFile) {
    return new PrometheusHttp(
        new PrometheusBinding(
            "main", url, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), caFile));
  }

  private PrometheusHttp http(Optional<String> user, Optional<String> password) {
    return new PrometheusHttp(
        new PrometheusBinding(
            "main", stub.url(), Optional.empty(), user, password, List.of(), Optional.empty()));
  }

  private String secret(String name, String value) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, value + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file.toString();
  }

  private void refused(FailureType type, String sentence) {
    assertThatThrownBy(() -> new PrometheusHttp(stub.binding()).query("up"))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo(type.name()))
        .hasMessageContaining("Prometheus main")
        .hasMessageContaining(sentence);
  }
}
