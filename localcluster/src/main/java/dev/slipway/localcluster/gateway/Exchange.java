package dev.slipway.localcluster.gateway;

import dev.slipway.localcluster.gateway.Endpoints.ServiceName;
import dev.slipway.localcluster.object.BackendRef;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request, from the client to a pod and back. Another pod is tried only while nothing was sent:
 * what was sent may have been done.
 */
final class Exchange {

  private static final Duration LONGEST_SILENCE_BEFORE_ANSWER = Duration.ofSeconds(60);
  private static final Duration LONGEST_SILENCE_IN_ANSWER = Duration.ofMinutes(5);
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final ClientConnection client;
  private final HttpHead head;
  private final RequestLine request;
  private final Framing framing;
  private final Outcome outcome;

  /** The pod failed, not the client. */
  private static final class BackendFailure extends Exception {
    private static final long serialVersionUID = 1L;

    BackendFailure(IOException cause) {
      super(cause.getMessage(), cause);
    }

    int code() {
      return getCause() instanceof SocketTimeoutException ? 504 : 502;
    }
  }

  Exchange(
      ClientConnection client,
      HttpHead head,
      RequestLine request,
      Framing framing,
      Outcome outcome) {
    this.client = client;
    this.head = head;
    this.request = request;
    this.framing = framing;
    this.outcome = outcome;
  }

  /** Whether the client's connection can be used again. */
  boolean run(Endpoints endpoints, boolean again) throws IOException {
    Optional<BackendRef> chosen = outcome.rule().deck().next();
    if (chosen.isEmpty()) {
      outcome.count(Optional.empty(), 503);
      return client.refuse(503, "No backend of this route has a weight.", framing, again);
    }
    String backend = chosen.get().service();
    ServiceName service = outcome.rule().service(chosen.get());
    Set<Endpoint> refused = new HashSet<>();
    Endpoint endpoint = endpoints.begin(service, refused);
    while (endpoint != null) {
      try {
        BackendConnection connection = connect(endpoint);
        if (connection != null) {
          return relay(backend, endpoint, connection, again);
        }
      } finally {
        endpoint.end();
      }
      refused.add(endpoint);
      endpoint = endpoints.begin(service, refused);
    }
    int code = refused.isEmpty() ? 503 : 502;
    outcome.count(Optional.of(backend), code);
    return client.refuse(
        code,
        code == 503
            ? "Service " + backend + " has no ready pod."
            : "No pod of Service " + backend + " takes connections.",
        framing,
        again);
  }

  private static @Nullable BackendConnection connect(Endpoint endpoint) {
    BackendConnection pooled = endpoint.pooled();
    if (pooled != null) {
      return pooled;
    }
    try {
      return BackendConnection.open(endpoint.port());
    } catch (IOException e) {
      return null;
    }
  }

  private boolean relay(
      String backend, Endpoint endpoint, BackendConnection connection, boolean again)
      throws IOException {
    boolean reusable = false;
    try {
      Upload upload = send(connection);
      ResponseHead response;
      try {
        connection.waitAtMost(patience(LONGEST_SILENCE_BEFORE_ANSWER));
        response = ResponseHead.read(connection.input());
      } catch (IOException e) {
        return failed(backend, endpoint, new BackendFailure(e), upload);
      }
      Framing answer = Framing.ofResponse(request.method(), response.code(), response.head());
      boolean further = again && upload.isComplete();
      try {
        answer(response, answer, connection, further);
      } catch (BackendFailure e) {
        outcome.count(backend, endpoint, e.code());
        return false;
      } catch (IOException e) {
        outcome.count(backend, endpoint, 499);
        throw e;
      }
      outcome.count(backend, endpoint, response.code());
      client.output().flush();
      reusable =
          response.keepsAlive() && !(answer instanceof Framing.UntilClosed) && upload.isComplete();
      return further;
    } catch (MalformedMessage e) {
      return failed(backend, endpoint, new BackendFailure(e), null);
    } finally {
      if (reusable) {
        endpoint.keep(connection);
      } else {
        connection.close();
      }
    }
  }

  private Upload send(BackendConnection connection) throws IOException {
    if (!(framing instanceof Framing.None) && head.words("expect").contains("100-continue")) {
      client.output().write(CONTINUE);
      client.output().flush();
    }
    try {
      connection.output().write(forBackend().bytes());
      connection.output().flush();
    } catch (IOException e) {
      // Reading the answer, which comes next, meets the same broken connection and says so.
      connection.close();
    }
    return Upload.begin(client.input(), framing, connection);
  }

  /** No answer came, or none that can be understood. */
  private boolean failed(
      String backend, Endpoint endpoint, BackendFailure failure, @Nullable Upload upload)
      throws IOException {
    if (upload != null && upload.clientFailed()) {
      outcome.count(backend, endpoint, 499);
      return false;
    }
    outcome.count(backend, endpoint, failure.code());
    String sentence =
        failure.code() == 504
            ? "A pod of Service " + backend + " did not answer in time."
            : "A pod of Service " + backend + " broke the connection before it answered.";
    // An upload may still be reading the body: the connection cannot go on.
    client.refuse(failure.code(), sentence, new Framing.None(), false);
    return false;
  }

  /** Passes the answer on, all but the last flush: what follows is counted first. */
  private void answer(
      ResponseHead response, Framing answer, BackendConnection connection, boolean further)
      throws IOException, BackendFailure {
    boolean counted = answer instanceof Framing.None || answer instanceof Framing.Length;
    boolean chunked = !counted && request.http11();
    OutputStream output = client.output();
    output.write(response.forClient(chunked, !further).bytes());
    BodyReader body = new BodyReader(connection.input(), answer);
    BodyWriter writer = new BodyWriter(output, chunked);
    byte[] block = new byte[16 * 1024];
    while (!body.done()) {
      if (connection.input().buffered() == 0) {
        output.flush();
      }
      int count;
      try {
        connection.waitAtMost(patience(LONGEST_SILENCE_IN_ANSWER));
        count = body.read(block);
      } catch (IOException e) {
        throw new BackendFailure(e);
      }
      if (count > 0) {
        writer.write(block, count);
      }
    }
    writer.end();
  }

  private Duration patience(Duration usual) {
    return outcome
        .rule()
        .timeout()
        .map(limit -> limit.minusNanos(System.nanoTime() - outcome.startNanos()))
        .orElse(usual);
  }

  private HttpHead forBackend() {
    List<Header> headers = new ArrayList<>(head.endToEnd());
    String forwarded =
        String.join(
            ", ",
            headers.stream()
                .filter(header -> header.is("x-forwarded-for"))
                .map(Header::value)
                .toList());
    headers.removeIf(
        header ->
            header.is("x-forwarded-for") || header.is("expect") || header.is("content-length"));
    headers.add(
        new Header(
            "X-Forwarded-For",
            forwarded.isEmpty() ? client.address() : forwarded + ", " + client.address()));
    if (head.value("x-forwarded-proto").isEmpty()) {
      headers.add(new Header("X-Forwarded-Proto", "http"));
    }
    if (head.value("host").isEmpty()) {
      headers.add(new Header("Host", "localhost"));
    }
    if (framing instanceof Framing.Length length) {
      headers.add(new Header("Content-Length", Long.toString(length.bytes())));
    } else if (framing instanceof Framing.Chunked) {
      headers.add(new Header("Transfer-Encoding", "chunked"));
    } else if (head.value("content-length").isPresent()) {
      headers.add(new Header("Content-Length", "0"));
    }
    return new HttpHead(request.method() + " " + request.target() + " HTTP/1.1", headers);
  }
}
