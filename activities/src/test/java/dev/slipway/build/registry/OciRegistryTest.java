package dev.slipway.build.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry as the distribution specification describes it, and as it sometimes is. */
class OciRegistryTest {

  private static final String DIGEST = "sha256:" + "ab".repeat(32);
  private static final String DIGEST_OF_HELLO =
      "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private Answering answering = exchange -> answer(exchange, 404, "");
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          answering.answer(exchange);
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void readsTheDigestOfATag() {
    answering =
        exchange -> {
          exchange.getResponseHeaders().set("Docker-Content-Digest", DIGEST);
          answer(exchange, 200, "");
        };

    assertThat(registry().digest(image(), "1f2e-1")).contains(DIGEST);
    assertThat(requests).containsExactly("HEAD /v2/team/shop/manifests/1f2e-1");
  }

  @Test
  void asksForIndexesToo() {
    List<String> accepted = new CopyOnWriteArrayList<>();
    answering =
        exchange -> {
          accepted.addAll(exchange.getRequestHeaders().get("Accept"));
          answer(exchange, 404, "");
        };

    registry().digest(image(), "1");

    assertThat(String.join(",", accepted)).contains("oci.image.index.v1", "manifest.list.v2");
  }

  @Test
  void computesTheDigestWhereTheRegistryDoesNotSayIt() {
    answering = exchange -> answer(exchange, 200, "hello");

    assertThat(registry().digest(image(), "1")).contains(DIGEST_OF_HELLO);
  }

  @Test
  void findsNothingWhereNothingWasPushed() {
    assertThat(registry().digest(image(), "1")).isEmpty();
  }

  @Test
  void saysWhatToDoWhenItIsRefused() {
    answering = exchange -> answer(exchange, 401, "");

    assertThatThrownBy(() -> registry().digest(image(), "1"))
        .hasMessageContaining("MISCONFIGURED")
        .hasMessageContaining("put credentials");
  }

  @Test
  void anErrorOfTheRegistryIsNotAMissingImage() {
    answering = exchange -> answer(exchange, 503, "");

    assertThatThrownBy(() -> registry().digest(image(), "1")).hasMessageContaining("HTTP 503");
  }

  @Test
  void aDigestThatIsNoneIsNotBelieved() {
    answering =
        exchange -> {
          exchange.getResponseHeaders().set("Docker-Content-Digest", "sha256:short");
          answer(exchange, 200, "");
        };

    assertThatThrownBy(() -> registry().digest(image(), "1")).hasMessageContaining("sha256 digest");
  }

  @Test
  void aRegistryThatDoesNotAnswerIsUnreachable() {
    String image = image();
    server.stop(0);

    assertThatThrownBy(() -> registry().digest(image, "1")).hasMessageContaining("does not answer");
  }

  @Test
  void takesNamesApartAsDockerDoes() {
    assertThat(ImageReference.parse("registry.example.com/a/b"))
        .isEqualTo(new ImageReference("registry.example.com", "a/b"));
    assertThat(ImageReference.parse("localhost:5000/a").isLoopback()).isTrue();
    assertThat(ImageReference.parse("team/shop").host()).isEqualTo("registry-1.docker.io");
    assertThat(ImageReference.parse("shop").repository()).isEqualTo("library/shop");
    assertThat(ImageReference.parse("docker.io/team/shop").host())
        .isEqualTo("registry-1.docker.io");
  }

  @Test
  void refusesNamesThatAreNone() {
    assertThatThrownBy(() -> registry().digest("host.example.com/../x", "1"))
        .hasMessageContaining("build.artifact.image");
    assertThatThrownBy(() -> ImageReference.parse("Shop")).hasMessageContaining("lower case");
    assertThatThrownBy(() -> ImageReference.parse("user:pw@host.example.com/x"))
        .hasMessageContaining("no repository");
    assertThatThrownBy(() -> ImageReference.parse("shop:latest")).hasMessageContaining("tag");
  }

  private static OciRegistry registry() {
    return new OciRegistry(List::of);
  }

  private String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private String image() {
    return host() + "/team/shop";
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean isEmpty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, isEmpty ? -1 : bytes.length);
    if (!isEmpty) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private interface Answering {
    void answer(HttpExchange exchange) throws IOException;
  }
}
