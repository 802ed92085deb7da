package dev.slipway.build.registry;

import dev.slipway.platform.RegistryBinding;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks registries for the digest behind a tag, by the OCI distribution API: anonymously, or logged
 * in as the platform file says, with a token where the registry asks for one.
 */
public final class OciRegistry {

  private static final String MANIFESTS =
      "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json,"
          + " application/vnd.docker.distribution.manifest.v2+json";
  private static final int LARGEST_MANIFEST = 4 * 1024 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Supplier<List<RegistryBinding>> registries;

  /**
   * @param registries those of the platform file, as it is now
   */
  public OciRegistry(Supplier<List<RegistryBinding>> registries) {
    this.registries = registries;
  }

  /**
   * The digest of the manifest that the tag names now.
   *
   * @param image the repository, {@code registry.example.com/checkout}
   * @return {@code sha256:} and 64 digits; empty when the registry has no such tag
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE, or MISCONFIGURED when the image's
   *     name is wrong, the registry refuses us or has a certificate that is not trusted
   */
  public Optional<String> digest(String image, String tag) {
    ImageReference reference = reference(image);
    RegistryBinding registry = registry(reference.host());
    Credential credential = RegistryCredentials.of(registry);
    try (RegistryExchange exchange = new RegistryExchange(registry, TIMEOUT)) {
      return new Question(reference, registry, credential, exchange).ask(tag);
    } catch (IOException e) {
      throw failure(reference, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FailureType.UNREACHABLE.retryable(
          "The worker was stopped while it asked the registry " + reference.host() + ".", e);
    }
  }

  private RegistryBinding registry(String host) {
    return registries.get().stream()
        .filter(one -> ImageReference.canonicalHost(one.host()).equals(host))
        .findFirst()
        .orElseGet(() -> RegistryBinding.unknown(host));
  }

  private static ImageReference reference(String image) {
    try {
      return ImageReference.parse(image);
    } catch (IllegalArgumentException e) {
      // Permanent: the name stands in the commit.
      throw FailureType.MISCONFIGURED.permanent("build.artifact.image: " + e.getMessage() + ".");
    }
  }

  private static RuntimeException failure(ImageReference reference, IOException problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        // Permanent: only a person can mend it, and each retry would build again.
        return FailureType.MISCONFIGURED.permanent(
            "The certificate of the registry "
                + reference.host()
                + " is not trusted: name its authority in 'caFile' of 'registries' in"
                + " platform.yaml.");
      }
    }
    return FailureType.UNREACHABLE.retryable(
        "The registry "
            + reference.host()
            + " does not answer ("
            + problem.getClass().getSimpleName()
            + "): it is asked again.",
        problem);
  }

  /** One question, from the first refusal to the digest. */
  private record Question(
      ImageReference reference,
      RegistryBinding registry,
      Credential credential,
      RegistryExchange exchange) {

    private Optional<String> ask(String tag) throws IOException, InterruptedException {
      URI manifest =
          URI.create(
              (isClear() ? "http" : "https")
                  + "://"
                  + reference.host()
                  + "/v2/"
                  + reference.repository()
                  + "/manifests/"
                  + tag);
      Optional<String> shown = credential.authorization();
      RegistryExchange.Answer answer = exchange.head(manifest, MANIFESTS, shown);
      if (answer.status() == 401) {
        Optional<String> token = token(answer);
        if (token.isPresent()) {
          shown = token;
          answer = exchange.head(manifest, MANIFESTS, shown);
        }
      }
      return switch (answer.status()) {
        case 200 -> Optional.of(digest(answer, manifest, shown));
        case 404 -> Optional.empty();
        case 401, 403 -> throw refused(answer.status());
        default -> throw unexpected(answer.status());
      };
    }

    private boolean isClear() {
      return registry.plainHttp() || (reference.isLoopback() && registry.caFile().isEmpty());
    }

    private Optional<String> token(RegistryExchange.Answer refusal)
        throws IOException, InterruptedException {
      String clearHost = registry.plainHttp() ? reference.host().replaceFirst(":[0-9]+$", "") : "";
      Optional<TokenChallenge> challenge =
          refusal
              .header("WWW-Authenticate")
              .flatMap(header -> TokenChallenge.parse(header, clearHost));
      return challenge.isEmpty()
          ? Optional.empty()
          : new TokenService(exchange).bearer(challenge.get(), credential);
    }

    private String digest(
        RegistryExchange.Answer answer, URI manifest, Optional<String> authorization)
        throws IOException, InterruptedException {
      Optional<String> stated = answer.header("Docker-Content-Digest");
      return stated.isPresent() ? checked(stated.get()) : computed(manifest, authorization);
    }

    /** For registries that leave out the header. */
    private String computed(URI manifest, Optional<String> authorization)
        throws IOException, InterruptedException {
      RegistryExchange.Answer answer =
          exchange.get(manifest, MANIFESTS, authorization, LARGEST_MANIFEST);
      if (answer.status() != 200) {
        throw unexpected(answer.status());
      }
      try {
        return "sha256:"
            + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(answer.body()));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    private String checked(String digest) {
      if (!digest.matches("sha256:[0-9a-f]{64}")) {
        throw FailureType.UNREACHABLE.retryable(
            "The registry "
                + reference.host()
                + " named the image by something else than a sha256 digest.");
      }
      return digest;
    }

    /** Permanent: only a person can mend it, and each retry would build again. */
    private RuntimeException refused(int status) {
      return FailureType.MISCONFIGURED.permanent(
          "The registry "
              + reference.host()
              + " refuses to show "
              + reference.repository()
              + " (HTTP "
              + status
              + ") to "
              + (credential instanceof Credential.Anonymous
                  ? "nobody in particular: put credentials that may read it into 'registries' of"
                      + " platform.yaml."
                  : "whom 'registries' of platform.yaml names: give them the right to read it, or"
                      + " mend the credentials."));
    }

    private RuntimeException unexpected(int status) {
      return FailureType.UNREACHABLE.retryable(
          "The registry "
              + reference.host()
              + " answered with HTTP "
              + status
              + " when asked for "
              + reference.repository()
              + ".");
    }
  }
}
