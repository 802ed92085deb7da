package dev.slipway.build.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Asks registries for the digest behind a tag, by the OCI distribution API: anonymously, with basic
 * authentication, or with a token where the registry asks for one.
 */
public final class OciRegistry {

  private static final String MANIFESTS =
      "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json,"
          + " application/vnd.docker.distribution.manifest.v2+json";
  private static final int LARGEST_MANIFEST = 4 * 1024 * 1024;
  private static final int LARGEST_TOKEN = 100_000;

  private final RegistrySettings settings;
  private final RegistryCredentials credentials;
  private final HttpClient client;
  private final ObjectMapper json = new ObjectMapper();

  public OciRegistry(RegistrySettings settings) {
    this.settings = settings;
    credentials = new RegistryCredentials(settings.credentials());
    client =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * The digest of the manifest that the tag names now.
   *
   * @param image the repository, {@code registry.example.com/checkout}
   * @return {@code sha256:} and 64 digits; empty when the registry has no such tag
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE, or MISCONFIGURED when the image's
   *     name is wrong or the registry refuses us
   */
  public Optional<String> digest(String image, String tag) {
    ImageReference reference = reference(image);
    URI uri =
        URI.create(
            scheme(reference)
                + "://"
                + reference.host()
                + "/v2/"
                + reference.repository()
                + "/manifests/"
                + tag);
    try {
      return digest(reference, uri);
    } catch (IOException e) {
      throw FailureType.UNREACHABLE.retryable(
          "The registry "
              + reference.host()
              + " does not answer ("
              + e.getClass().getSimpleName()
              + "): it is asked again.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FailureType.UNREACHABLE.retryable(
          "The worker was stopped while it asked the registry " + reference.host() + ".", e);
    }
  }

  private Optional<String> digest(ImageReference reference, URI uri)
      throws IOException, InterruptedException {
    Optional<String> authorization = credentials.basic(reference.host());
    Answer answer = ask("HEAD", uri, authorization, 0);
    if (answer.status() == 401) {
      Optional<String> token = token(answer, authorization);
      if (token.isPresent()) {
        authorization = token;
        answer = ask("HEAD", uri, authorization, 0);
      }
    }
    return switch (answer.status()) {
      case 200 -> {
        Optional<String> stated = answer.header("Docker-Content-Digest");
        yield Optional.of(
            stated.isPresent()
                ? checked(reference, stated.get())
                : computed(reference, uri, authorization));
      }
      case 404 -> Optional.empty();
      case 401, 403 -> throw refused(reference, answer.status());
      default -> throw unexpected(reference, answer.status());
    };
  }

  /** For registries that leave out the header. */
  private String computed(ImageReference reference, URI uri, Optional<String> authorization)
      throws IOException, InterruptedException {
    Answer answer = ask("GET", uri, authorization, LARGEST_MANIFEST);
    if (answer.status() != 200) {
      throw unexpected(reference, answer.status());
    }
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(answer.body()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private Optional<String> token(Answer refusal, Optional<String> authorization)
      throws IOException, InterruptedException {
    Optional<TokenChallenge> challenge =
        refusal.header("WWW-Authenticate").flatMap(TokenChallenge::parse);
    if (challenge.isEmpty()) {
      return Optional.empty();
    }
    Answer answer = ask("GET", challenge.get().source(), authorization, LARGEST_TOKEN);
    if (answer.status() != 200) {
      return Optional.empty();
    }
    try {
      JsonNode body = json.readTree(answer.body());
      String token = body.path("token").asText(body.path("access_token").asText(""));
      return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
    } catch (JsonProcessingException e) {
      // Without its cause, which could quote the token.
      throw new IOException("the registry's token service did not answer with JSON");
    }
  }

  private Answer ask(String method, URI uri, Optional<String> authorization, int limit)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(settings.timeout())
            .header("Accept", MANIFESTS)
            .method(method, HttpRequest.BodyPublishers.noBody());
    authorization.ifPresent(value -> request.header("Authorization", value));
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      byte[] body = in.readNBytes(limit + 1);
      if (limit > 0 && body.length > limit) {
        throw new IOException("the answer is larger than " + limit + " bytes");
      }
      return new Answer(response.statusCode(), response.headers(), body);
    }
  }

  private String scheme(ImageReference reference) {
    return reference.isLoopback() || settings.plainHttp().contains(reference.host())
        ? "http"
        : "https";
  }

  private static ImageReference reference(String image) {
    try {
      return ImageReference.parse(image);
    } catch (IllegalArgumentException e) {
      // Permanent: the name stands in the commit.
      throw FailureType.MISCONFIGURED.permanent("build.artifact.image: " + e.getMessage() + ".");
    }
  }

  private static String checked(ImageReference reference, String digest) {
    if (!digest.matches("sha256:[0-9a-f]{64}")) {
      throw FailureType.UNREACHABLE.retryable(
          "The registry "
              + reference.host()
              + " named the image by something else than a sha256 digest.");
    }
    return digest;
  }

  /** Permanent: only a person can mend it, and each retry would build again. */
  private static RuntimeException refused(ImageReference reference, int status) {
    return FailureType.MISCONFIGURED.permanent(
        "The registry "
            + reference.host()
            + " refuses to show "
            + reference.repository()
            + " (HTTP "
            + status
            + "): put credentials that may read it into the worker's file of registry credentials.");
  }

  private static RuntimeException unexpected(ImageReference reference, int status) {
    return FailureType.UNREACHABLE.retryable(
        "The registry "
            + reference.host()
            + " answered with HTTP "
            + status
            + " when asked for "
            + reference.repository()
            + ".");
  }

  /** A response that has been read to its end. */
  private static final class Answer {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    private Answer(int status, HttpHeaders headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    private int status() {
      return status;
    }

    private Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    private byte[] body() {
      return body;
    }
  }
}
