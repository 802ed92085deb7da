package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Manifest;
import dev.slipway.platform.ClusterBinding;
import dev.slipway.temporal.FailureType;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Bounded HTTP to the API server of one cluster, with the credentials that the platform file names.
 * It is opened by the first question, so that a worker starts although a cluster is away.
 */
public final class KubernetesConnection implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** The client's own limit should strike first. */
  private static final Duration PATIENCE = TIMEOUT.plusSeconds(5);

  private static final int LARGEST_ANSWER = 16 << 20;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ClusterBinding binding;
  private final Optional<String> account;
  private final SharedClient shared;

  public KubernetesConnection(ClusterBinding binding) {
    this(binding, Optional.empty(), new SharedClient(binding));
  }

  private KubernetesConnection(
      ClusterBinding binding, Optional<String> account, SharedClient shared) {
    this.binding = binding;
    this.account = account;
    this.shared = shared;
  }

  /**
   * The same connection, but whatever is asked is asked as a service account, which the worker's
   * own has to be allowed to impersonate. What its client does itself (informers) is not.
   *
   * @param as {@code namespace/name}; empty: as the worker itself
   */
  KubernetesConnection as(Optional<String> as) {
    return as.equals(account) ? this : new KubernetesConnection(binding, as, shared);
  }

  /**
   * One exchange.
   *
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when nothing answers or the server
   *     is in trouble, MISCONFIGURED when it does not accept the credentials
   */
  Answer exchange(Call call) {
    shared.count();
    KubernetesClient open = client();
    HttpClient http = open.getHttpClient();
    String base = open.getMasterUrl().toString();
    HttpRequest.Builder request =
        http.newHttpRequestBuilder()
            .uri((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + call.path())
            .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    account.ifPresent(
        as -> request.header("Impersonate-User", "system:serviceaccount:" + as.replace('/', ':')));
    if (call.body() == null) {
      request.method(call.method(), null, null);
    } else {
      request.method(call.method(), call.contentType(), call.body());
    }
    try {
      HttpResponse<InputStream> response =
          http.sendAsync(request.build(), InputStream.class)
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      try (InputStream stream = response.body()) {
        byte[] bytes = stream.readNBytes(LARGEST_ANSWER + 1);
        if (bytes.length > LARGEST_ANSWER) {
          throw FailureType.LIMIT_EXCEEDED.retryable(
              "cluster " + binding.name() + " answers with more than 16 MiB");
        }
        return checked(
            new Answer(response.code(), new String(bytes, StandardCharsets.UTF_8)), call);
      }
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw away(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FailureType.UNREACHABLE.retryable("the worker is shutting down", e);
    }
  }

  /**
   * The object at a path; empty when there is none.
   *
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE, MISCONFIGURED
   */
  Optional<Manifest> find(String path) {
    Answer answer = exchange(Call.get(path));
    return answer.status() == 404
        ? Optional.empty()
        : Optional.of(manifest(successful(answer).json()));
  }

  static Manifest manifest(JsonNode json) {
    if (json instanceof ObjectNode object) {
      return new Manifest(object);
    }
    throw FailureType.UNREACHABLE.retryable(
        "the API server answers with something else than an object");
  }

  /** The answer, if it is one. */
  Answer successful(Answer answer) {
    if (answer.status() == 403) {
      throw FailureType.MISCONFIGURED.retryable(forbidden(answer));
    }
    if (!answer.isSuccess()) {
      throw FailureType.UNREACHABLE.retryable(
          "cluster " + binding.name() + " says: " + answer.message());
    }
    return answer;
  }

  private String forbidden(Answer answer) {
    String says = " (" + answer.message() + ")";
    if (account.isEmpty()) {
      return "the worker may not do this in cluster "
          + binding.name()
          + ": give its account the role of deploy/kubernetes"
          + says;
    }
    return answer.message().contains("cannot impersonate")
        ? "the worker may not act as the account "
            + account.get()
            + " in cluster "
            + binding.name()
            + ": apply deploy/kubernetes/account.yaml in its namespace, or take 'serviceAccount'"
            + " out of platform.yaml"
            + says
        : "the account "
            + account.get()
            + ", which platform.yaml names for this environment, may not do this in cluster "
            + binding.name()
            + ": give it the role of deploy/kubernetes/account.yaml"
            + says;
  }

  /**
   * Why an account that stands for an environment may not write an object: then it is the object
   * that is wrong. Empty when it is not the account's own right that is missing.
   */
  Optional<String> beyondAccount(Answer answer) {
    return account
        .filter(as -> answer.status() == 403 && !answer.message().contains("cannot impersonate"))
        .map(
            as ->
                "the account "
                    + as
                    + ", by which platform.yaml bounds this environment, may not write it ("
                    + answer.message()
                    + "): take it out of the path, or have the account be given the right");
  }

  /** The client behind, for what it does itself (informers). */
  KubernetesClient client() {
    return shared.client();
  }

  String cluster() {
    return binding.name();
  }

  /** How many exchanges there were so far, watches left out. */
  public long exchanges() {
    return shared.exchanges();
  }

  private Answer checked(Answer answer, Call call) {
    if (answer.status() == 401) {
      throw FailureType.MISCONFIGURED.retryable(
          "cluster "
              + binding.name()
              + " does not accept the worker's credentials: renew those that the platform file"
              + " names");
    }
    if (answer.status() == 429 || (answer.status() >= 500 && !answer.refusesField())) {
      throw FailureType.UNREACHABLE.retryable(
          "cluster " + binding.name() + " answers " + call.method() + " with: " + answer.message());
    }
    return answer;
  }

  private RuntimeException away(Exception e) {
    Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    return FailureType.UNREACHABLE.retryable(
        "cluster "
            + binding.name()
            + " does not answer ("
            + cause.getClass().getSimpleName()
            + (cause.getMessage() == null ? "" : ": " + cause.getMessage())
            + "): is its API server up, and reachable from the worker?",
        e);
  }

  /** Also for whoever has it as another account. */
  @Override
  public void close() {
    shared.close();
  }

  /**
   * What is asked.
   *
   * @param path absolute, with its query, encoded
   * @param body null sends none
   */
  record Call(String method, String path, String contentType, @Nullable String body) {

    static Call get(String path) {
      return new Call("GET", path, "", null);
    }

    static Call delete(String path) {
      return new Call("DELETE", path, "", null);
    }

    /** Of the object with this uid only. */
    static Call delete(String path, String uid) {
      return new Call(
          "DELETE",
          path,
          "application/json",
          """
          {"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"%s"}}
          """
              .formatted(uid));
    }

    static Call patch(String path, String contentType, String body) {
      return new Call("PATCH", path, contentType, body);
    }
  }

  /**
   * What came back.
   *
   * @param status of HTTP; never 401 or 429, and above 499 only when a field is refused
   */
  record Answer(int status, String body) {

    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /** An apply that names a field which its kind has not is answered with status 500. */
    boolean refusesField() {
      return status == 500 && message().startsWith("failed to create typed patch object");
    }

    /** The body as a tree. */
    JsonNode json() {
      try {
        return MAPPER.readTree(body);
      } catch (IOException e) {
        throw FailureType.UNREACHABLE.retryable("the API server's answer is not JSON", e);
      }
    }

    /** The API server's own sentence about what is wrong. */
    String message() {
      try {
        return MAPPER.readTree(body).path("message").asText("status " + status);
      } catch (IOException e) {
        return "status " + status;
      }
    }
  }
}
