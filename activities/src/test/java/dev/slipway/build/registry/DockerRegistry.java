package dev.slipway.build.registry;

import dev.slipway.gitops.forge.Lab;
import dev.slipway.platform.TrustedAuthorities;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The registry of Debian's package {@code docker-registry}, run for one test: over TLS, for ada
 * alone, by her password.
 */
final class DockerRegistry implements AutoCloseable {

  static final String PASSWORD = "open-sesame";

  /** By bcrypt, as htpasswd writes it. */
  private static final String HASH = "$2b$04$iqnVcPxGeq7lBUQW0XhPpe5hguToya8n.8iG70c3rKEOB2CxWrEUa";

  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

  private final Process process;
  private final String host;
  private final HttpClient client;

  private DockerRegistry(Process process, String host, HttpClient client) {
    this.process = process;
    this.host = host;
    this.client = client;
  }

  /** Skips the test, and says why, where the package is not installed. */
  static DockerRegistry orSkip(Path directory, OwnAuthority authority) throws Exception {
    if (!Files.isExecutable(PROGRAM)) {
      throw Lab.skip("there is no " + PROGRAM + "; tools/lab/up registry installs it");
    }
    int port = freePort();
    Files.writeString(directory.resolve("htpasswd"), "ada:" + HASH + "\n");
    Path config =
        Files.writeString(
            directory.resolve("config.yml"),
            """
            version: 0.1
            log: {level: error, accesslog: {disabled: true}}
            storage: {filesystem: {rootdirectory: %1$s/images}}
            auth: {htpasswd: {realm: lab, path: %1$s/htpasswd}}
            http: {addr: "127.0.0.1:%2$d", tls: {certificate: %3$s, key: %4$s}}
            """
                .formatted(directory, port, authority.certificate(), authority.key()));
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(TrustedAuthorities.and(authority.certificate().toString()))
            .build();
    DockerRegistry registry = new DockerRegistry(process, "127.0.0.1:" + port, client);
    registry.awaitAnswer();
    return registry;
  }

  String host() {
    return host;
  }

  /** Pushes an image that holds nothing. */
  String push(String repository, String tag) throws Exception {
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    String blobs = "/v2/" + repository + "/blobs/uploads/";
    HttpResponse<String> begun = send("POST", blobs, "application/octet-stream", new byte[0]);
    String place = begun.headers().firstValue("Location").orElseThrow();
    String upload = URI.create(place).getRawPath() + "?" + URI.create(place).getRawQuery();
    send("PUT", upload + "&digest=" + digest(config), "application/octet-stream", config);
    String type = "application/vnd.docker.distribution.manifest.v2+json";
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":2,"digest":"%s"},"layers":[]}\
        """
            .formatted(type, digest(config))
            .getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> put =
        send("PUT", "/v2/" + repository + "/manifests/" + tag, type, manifest);
    if (put.statusCode() != 201) {
      throw new AssertionError(put.statusCode() + " " + put.body());
    }
    return digest(manifest);
  }

  private HttpResponse<String> send(String method, String path, String type, byte[] body)
      throws IOException, InterruptedException {
    String pair = "ada:" + PASSWORD;
    return client.send(
        HttpRequest.newBuilder(URI.create("https://" + host + path))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
            .header("Content-Type", type)
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void awaitAnswer() throws InterruptedException {
    for (int tries = 0; ; tries++) {
      try {
        send("GET", "/v2/", "text/plain", new byte[0]);
        return;
      } catch (IOException e) {
        if (tries == 100 || !process.isAlive()) {
          throw new AssertionError("the registry does not answer", e);
        }
        Thread.sleep(100);
      }
    }
  }

  private static String digest(byte[] bytes) throws Exception {
    return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    process.destroy();
  }
}
