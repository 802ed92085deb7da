package dev.slipway.gitops.gitea;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.gitops.forge.Lab;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The real Gitea that {@code tools/lab/gitea/up} brings up, as its people use it. */
final class GiteaLab {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path state;
  private final String url;
  private final HttpClient client = HttpClient.newHttpClient();

  private GiteaLab(Path state, String url) {
    this.state = state;
    this.url = url;
  }

  /** Skips the test, and says why, where there is none. */
  static GiteaLab orSkip() throws Exception {
    Path state = Lab.folder().resolve("gitea");
    if (Files.exists(state.resolve("ready"))) {
      String port = Files.readString(state.resolve("ready")).strip().split(" ", -1)[1];
      GiteaLab lab = new GiteaLab(state, "http://127.0.0.1:" + port);
      if (lab.answers()) {
        return lab;
      }
    }
    throw Lab.skip("there is no Gitea here; bring it up with tools/lab/gitea/up");
  }

  String url() {
    return url;
  }

  /** The file with a person's token. */
  Path token(String person) {
    return state.resolve(person + ".token");
  }

  boolean answers() throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/healthz")).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** A repository of its own for a test: bot, rev and dev may write there. */
  String repository(String name, Map<String, String> files) throws Exception {
    call("admin", "POST", "user/repos", Map.of("name", name, "auto_init", false), 201);
    for (String person : List.of("bot", "rev", "dev")) {
      call(
          "admin",
          "PUT",
          "repos/admin/" + name + "/collaborators/" + person,
          Map.of("permission", "write"),
          204);
    }
    List<Map<String, String>> changes = new ArrayList<>();
    files.forEach(
        (path, text) ->
            changes.add(Map.of("operation", "create", "path", path, "content", encoded(text))));
    call(
        "admin",
        "POST",
        "repos/admin/" + name + "/contents",
        Map.of("message", "The shop", "branch", "main", "files", changes),
        201);
    return url + "/admin/" + name + ".git";
  }

  /** Somebody writes a file, on a branch that is there. */
  void write(String person, String name, String branch, String path, String text) throws Exception {
    JsonNode present =
        call(
            person,
            "GET",
            "repos/admin/" + name + "/contents/" + path + "?ref=" + branch,
            Map.of(),
            0);
    boolean there = present.hasNonNull("sha");
    Map<String, String> body =
        there
            ? Map.of(
                "message",
                "A change by " + person,
                "branch",
                branch,
                "content",
                encoded(text),
                "sha",
                present.path("sha").asText())
            : Map.of(
                "message", "A change by " + person, "branch", branch, "content", encoded(text));
    call(
        person,
        there ? "PUT" : "POST",
        "repos/admin/" + name + "/contents/" + path,
        body,
        there ? 200 : 201);
  }

  JsonNode pull(String name, int number) throws Exception {
    return call("admin", "GET", "repos/admin/" + name + "/pulls/" + number, Map.of(), 200);
  }

  JsonNode get(String name, String path) throws Exception {
    return call("admin", "GET", "repos/admin/" + name + "/" + path, Map.of(), 200);
  }

  void approve(String person, String name, int number) throws Exception {
    call(
        person,
        "POST",
        "repos/admin/" + name + "/pulls/" + number + "/reviews",
        Map.of("event", "APPROVED", "body", "looks good"),
        200);
  }

  void close(String person, String name, int number) throws Exception {
    call(
        person,
        "PATCH",
        "repos/admin/" + name + "/pulls/" + number,
        Map.of("state", "closed"),
        201);
  }

  void protect(String name, Map<String, Object> rules) throws Exception {
    call("admin", "POST", "repos/admin/" + name + "/branch_protections", rules, 201);
  }

  void hook(String name, String to, String secret) throws Exception {
    call(
        "admin",
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
            Map.of("url", to, "content_type", "json", "secret", secret)),
        201);
  }

  /** Runs one of the laboratory's scripts. */
  static void run(String script) throws Exception {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("tools/lab/gitea/up"))) {
      root = Optional.ofNullable(root.getParent()).orElseThrow();
    }
    Process process =
        new ProcessBuilder(root.resolve("tools/lab/gitea").resolve(script).toString())
            .inheritIO()
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError(script + " did not do its work");
    }
  }

  /**
   * @param expected status; 0: any
   */
  JsonNode call(String person, String method, String path, Map<String, ?> body, int expected)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1/" + path))
            .header("Authorization", "token " + Files.readString(token(person)).strip())
            .header("Content-Type", "application/json")
            .method(
                method,
                method.equals("GET")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (expected != 0 && response.statusCode() != expected) {
      throw new AssertionError(
          method + " " + path + ": " + response.statusCode() + " " + response.body());
    }
    return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
