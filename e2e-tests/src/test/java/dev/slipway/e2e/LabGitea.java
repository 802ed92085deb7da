package dev.slipway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The real Gitea of tools/lab, as its people use it: admin owns the repositories, dev works in
 * them, rev reviews, and bot is Slipway.
 */
final class LabGitea {

  static final String OWNER = "admin";
  static final String DEVELOPER = "dev";
  static final String REVIEWER = "rev";
  static final String SLIPWAY = "bot";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path STATE = RealCluster.home().resolve("gitea");

  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;

  private LabGitea(String url) {
    this.url = url;
  }

  /** Why it cannot be used; empty when it can. */
  static Optional<String> objection() {
    try {
      Web.get(open().url + "/api/healthz");
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.of("there is no Gitea here (start it with tools/lab/up): " + e);
    }
  }

  static LabGitea open() {
    return new LabGitea("http://127.0.0.1:" + read(STATE.resolve("ready")).split(" ", -1)[1]);
  }

  String url() {
    return url;
  }

  /** The file with a person's token. */
  static Path token(String person) {
    return STATE.resolve(person + ".token");
  }

  /** An empty repository in which all of them may write. */
  void create(String name) {
    call(OWNER, "POST", "user/repos", Map.of("name", name, "auto_init", false));
    for (String person : List.of(SLIPWAY, REVIEWER, DEVELOPER)) {
      call(
          OWNER,
          "PUT",
          "repos/admin/" + name + "/collaborators/" + person,
          Map.of("permission", "write"));
    }
  }

  void delete(String name) {
    call(OWNER, "DELETE", "repos/admin/" + name, Map.of());
  }

  /** Its address, as Slipway is told. */
  String address(String name) {
    return url + "/admin/" + name + ".git";
  }

  /** A clone of the developer's. */
  Path clone(String name, Path place) {
    try {
      Files.createDirectories(place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Git.in(place, "init", "-q", "--initial-branch=main");
    String login = "http://" + DEVELOPER + ":" + read(token(DEVELOPER)) + "@";
    Git.in(place, "remote", "add", "origin", address(name).replace("http://", login));
    return place;
  }

  /** Tells the worker of all that happens in a repository. */
  void hook(String name, String receiver, String secret) {
    call(
        OWNER,
        "POST",
        "repos/admin/" + name + "/hooks",
        Map.of(
            "type",
            "gitea",
            "active",
            true,
            "events",
            List.of(
                "push",
                "pull_request",
                "pull_request_sync",
                "pull_request_review_approved",
                "status"),
            "config",
            Map.of("url", receiver, "content_type", "json", "secret", secret)));
  }

  void unhook(String name) {
    for (JsonNode hook : get(name, "hooks")) {
      call(OWNER, "DELETE", "repos/admin/" + name + "/hooks/" + hook.path("id").asInt(), Map.of());
    }
  }

  /** A rule for the production branch. */
  void protect(String name, Map<String, Object> rules) {
    call(OWNER, "POST", "repos/admin/" + name + "/branch_protections", rules);
  }

  void unprotect(String name) {
    call(OWNER, "DELETE", "repos/admin/" + name + "/branch_protections/main", Map.of());
  }

  /** A person's own pull request for a branch that was pushed; its number. */
  int propose(String person, String name, String branch, String title) {
    return call(
            person,
            "POST",
            "repos/admin/" + name + "/pulls",
            Map.of("head", branch, "base", "main", "title", title))
        .path("number")
        .asInt();
  }

  void approve(String person, String name, int number) {
    call(
        person,
        "POST",
        pull(name, number) + "/reviews",
        Map.of("event", "APPROVED", "body", "looks good"));
  }

  /** Gitea may still be finding out whether it can be merged: then again. */
  void merge(String person, String name, int number) {
    Patience.untilTrue(
        "pull request " + number + " is merged",
        () ->
            answer(person, "POST", pull(name, number) + "/merge", Map.of("Do", "merge"))
                    .statusCode()
                == 200,
        () -> get(name, "pulls/" + number));
  }

  void close(String person, String name, int number) {
    call(person, "PATCH", pull(name, number), Map.of("state", "closed"));
  }

  /** Something of a repository. */
  JsonNode get(String name, String path) {
    return call(OWNER, "GET", "repos/admin/" + name + "/" + path, Map.of());
  }

  private static String pull(String name, int number) {
    return "repos/admin/" + name + "/pulls/" + number;
  }

  private JsonNode call(String person, String method, String path, Map<String, ?> body) {
    HttpResponse<String> answer = answer(person, method, path, body);
    if (answer.statusCode() >= 300) {
      throw new AssertionError(
          method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    try {
      return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> answer(
      String person, String method, String path, Map<String, ?> body) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(url + "/api/v1/" + path))
              .header("Authorization", "token " + read(token(person)))
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(20))
              .method(
                  method,
                  body.isEmpty()
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
