package dev.slipway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/**
 * A service whose source and configuration lie at a real forge: built to a real image, approved by
 * a reviewer there, run on the real cluster. Its name is also its namespace, its path at the
 * gateway, and the name of its repositories.
 */
final class ForgedShop implements AutoCloseable {

  private static final String PATH = "production/app";
  private static final String FILE = PATH + "/app.yaml";

  private final Stack stack;
  private final LabGitea gitea;
  private final String name;
  private final Duration readyWithin;
  private final Path sourceClone;
  private final Path configClone;

  /**
   * A version 0 of it is live.
   *
   * @param secret that its webhooks are signed with
   * @param readyWithin how long a canary's pods may take
   */
  ForgedShop(Stack stack, LabGitea gitea, String name, String secret, Duration readyWithin) {
    this.stack = stack;
    this.gitea = gitea;
    this.name = name;
    this.readyWithin = readyWithin;
    RealCluster.kubectl("create", "namespace", name);
    gitea.create(name);
    gitea.create(configName());
    sourceClone = gitea.clone(name, stack.root().resolve("clones").resolve(name));
    configClone = gitea.clone(configName(), stack.root().resolve("clones").resolve(configName()));
    Git.write(sourceClone, "delivery.yaml", delivery());
    Git.write(sourceClone, "build.sh", BUILD);
    Git.write(configClone, FILE, EchoShop.manifests(name, firstImage()));
    Git.push(configClone, "Run " + name);
    Git.push(sourceClone, "Say how " + name + " is delivered");
    hook(secret);
    stack.bind(binding());
    Patience.until(
        name + " is live",
        () -> environment().flatMap(EnvironmentStatus::stable),
        this::environment);
    // The gateway gathers changes for two seconds before it carries them out.
    requireAtRest("version-0");
  }

  /**
   * A stack that serves the laboratory's forge and cluster.
   *
   * @param secret that webhooks are signed with
   */
  static Stack stack(Path directory, LabGitea gitea, String secret) throws IOException {
    Path key = Files.writeString(directory.resolve("webhook-key"), secret);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return Stack.startOn(
        directory,
        "clusters:\n"
            + RealCluster.judgedByGateway()
            + """
            forges:
              - {name: lab, kind: gitea, url: "%s", tokenFile: %s, webhookSecretFile: %s}
            webUi: "https://temporal.example.com/workflows/{workflow}"
            """
                .formatted(gitea.url(), LabGitea.token(LabGitea.SLIPWAY), key));
  }

  String name() {
    return name;
  }

  String configName() {
    return name + "-config";
  }

  String url() {
    return RealCluster.GATEWAY + "/" + name;
  }

  void hook(String secret) {
    String receiver = stack.marker().path("workerUrl").asText() + "/webhooks/lab";
    gitea.hook(name, receiver, secret);
    gitea.hook(configName(), receiver, secret);
  }

  void unhook() {
    gitea.unhook(name);
    gitea.unhook(configName());
  }

  /**
   * A developer's commit, pushed.
   *
   * @param behaviour of this version, as the echo service takes it from its environment
   */
  ReleaseKey push(int version, String... behaviour) {
    List<String> lines = new ArrayList<>(List.of("VERSION=version-" + version));
    lines.addAll(List.of(behaviour));
    Git.write(sourceClone, "behaviour", String.join("\n", lines) + "\n");
    return new ReleaseKey(name, Git.push(sourceClone, "Version " + version), 1);
  }

  String sourceCommit() {
    return Git.in(sourceClone, "rev-parse", "HEAD");
  }

  /** The number of a release's pull request, as soon as a decision on it is waited for. */
  int proposed(ReleaseKey release) {
    ReleaseStatus waiting = when(release, ReleaseStatus.Phase.AWAITING_APPROVAL);
    String link = waiting.pullRequest().orElseThrow();
    return Integer.parseInt(link.substring(link.lastIndexOf('/') + 1));
  }

  /** The reviewer approves it, and it goes its way to the end. */
  ReleaseResult approvedEnd(ReleaseKey release) {
    gitea.approve(LabGitea.REVIEWER, configName(), proposed(release));
    return end(release);
  }

  ReleaseStatus when(ReleaseKey release, ReleaseStatus.Phase phase) {
    return Patience.until(
        release + " is " + phase,
        () -> stack.temporal().release(release).filter(status -> status.phase() == phase),
        () -> stack.temporal().release(release));
  }

  Optional<ReleaseStatus> status(ReleaseKey release) {
    return stack.temporal().release(release);
  }

  /** Waits for a release's result. */
  ReleaseResult end(ReleaseKey release) {
    return Patience.until(
        release + " ends",
        Duration.ofMinutes(5),
        () -> stack.temporal().release(release).flatMap(ReleaseStatus::result),
        () -> stack.temporal().release(release) + "; " + environment());
  }

  Optional<EnvironmentStatus> environment() {
    return stack.temporal().environment(new EnvironmentKey("production", name));
  }

  /** The developer edits what runs, on a branch or on the production branch itself, and pushes. */
  void edit(String branch, UnaryOperator<String> change, String message) {
    Git.in(configClone, "fetch", "-q", "origin");
    Git.in(configClone, "checkout", "-q", "-B", branch, "origin/main");
    try {
      Path file = configClone.resolve(FILE);
      String before = Files.readString(file);
      String after = change.apply(before);
      if (after.equals(before)) {
        throw new AssertionError("nothing was changed in " + before);
      }
      Files.writeString(file, after);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Git.in(configClone, "commit", "-q", "-a", "-m", message);
    Git.in(configClone, "push", "-q", "origin", "HEAD:" + branch);
  }

  /** Id of the path's tree on the production branch. */
  String tree() {
    Git.in(configClone, "fetch", "-q", "origin");
    return Git.in(configClone, "rev-parse", "origin/main:" + PATH);
  }

  /** The production branch's commit. */
  String head() {
    Git.in(configClone, "fetch", "-q", "origin");
    return Git.in(configClone, "rev-parse", "origin/main");
  }

  /** Values of a trailer on the production branch's own line since a commit, newest first. */
  List<String> trailersSince(String commit, String trailer) {
    Git.in(configClone, "fetch", "-q", "origin");
    return Git.trailers(configClone, trailer, commit + "..origin/main");
  }

  /** Number of the config repository's newest pull request; 0 when there is none. */
  int newestPull() {
    JsonNode newest = gitea.get(configName(), "pulls?state=all&sort=newest&limit=1");
    return newest.isEmpty() ? 0 : newest.get(0).path("number").asInt();
  }

  /** What the production branch says. */
  String manifest() {
    Git.in(configClone, "fetch", "-q", "origin");
    return Git.in(configClone, "show", "origin/main:" + FILE);
  }

  String imageOnBranch() {
    return manifest()
        .lines()
        .filter(line -> line.contains("image:"))
        .map(line -> line.substring(line.indexOf("image:") + "image:".length()).strip())
        .findFirst()
        .orElseThrow();
  }

  String get(String object, String field) {
    return RealCluster.kubectl("-n", name, "get", object, "-o", "jsonpath={" + field + "}");
  }

  /** State of Slipway's status on a commit of the source, with its words and its link. */
  Optional<JsonNode> reported(String commit) {
    return StreamSupport.stream(
            gitea.get(name, "commits/" + commit + "/status").path("statuses").spliterator(), false)
        .filter(status -> status.path("context").asText().equals("slipway/release"))
        .findFirst();
  }

  /** Pull requests of the config repository that were merged, newest first. */
  List<JsonNode> merged() {
    return StreamSupport.stream(gitea.get(configName(), "pulls?state=closed").spliterator(), false)
        .filter(pull -> pull.path("merged").asBoolean())
        .sorted(Comparator.comparingInt((JsonNode pull) -> pull.path("number").asInt()).reversed())
        .toList();
  }

  /** What was said on a pull request of the config repository. */
  String comments(int number) {
    return gitea
        .get(configName(), "issues/" + number + "/comments")
        .findValuesAsText("body")
        .toString();
  }

  /** Branch, cluster and gateway agree that this is live, alone and ready. */
  void requireAtRest(String answer) {
    Patience.untilTrue(
        name + " is at rest with " + answer, () -> unrest(answer).isEmpty(), () -> unrest(answer));
  }

  private String unrest(String answer) {
    List<String> wanted =
        List.of(
            "deployment.apps/" + name,
            "httproute.gateway.networking.k8s.io/" + name,
            "service/" + name);
    String image = get("deployment/" + name, ".spec.template.spec.containers[0].image");
    String ready = get("deployment/" + name, ".status.readyReplicas");
    List<String> objects = EchoShop.objects(name);
    String answered = RealCluster.answer(url());
    return objects.equals(wanted)
            && image.equals(imageOnBranch())
            && ready.equals("2")
            && answered.contains(answer + " ")
            && openPulls().isEmpty()
        ? ""
        : objects + " " + image + " ready " + ready + " answer " + answered + " " + openPulls();
  }

  private List<String> openPulls() {
    return gitea.get(configName(), "pulls?state=open").findValuesAsText("title");
  }

  @Override
  public void close() {
    RealCluster.kubectl("delete", "namespace", name, "--wait=false");
    gitea.delete(name);
    gitea.delete(configName());
  }

  /** Built before Slipway came. */
  private String firstImage() {
    Git.write(sourceClone, "behaviour", "VERSION=version-0\n");
    String image = RealCluster.REGISTRY + "/" + name;
    Program.run(
            sourceClone,
            Map.of("SLIPWAY_IMAGE", image + ":first"),
            Duration.ofMinutes(1),
            List.of("sh", "build.sh"))
        .required();
    try {
      Path digest = sourceClone.resolve("digest");
      String named = image + "@" + Files.readString(digest).strip();
      Files.delete(digest);
      return named;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String binding() {
    return """

      - name: %1$s
        team: %1$s-team
        source: {repository: "%2$s"}
        environments:
          - name: production
            cluster: lab
            namespace: %1$s
            config: {repository: "%3$s", path: %4$s}
            approvers: [rev]\
    """
        .formatted(name, gitea.address(name), gitea.address(configName()), PATH);
  }

  /** A version that says PUSH=no forgets to push its image. */
  private static final String BUILD =
      """
      set -eu
      TOOL image "$SLIPWAY_IMAGE" ECHO image.tar $(cat behaviour)
      if grep -q PUSH=no behaviour; then exit 0; fi
      skopeo --insecure-policy copy --quiet --dest-tls-verify=false --digestfile digest \\
        docker-archive:image.tar "docker://$SLIPWAY_IMAGE"
      rm image.tar
      """
          .replace("TOOL", RealCluster.binary("tool"))
          .replace("ECHO", RealCluster.binary("echo"));

  private String delivery() {
    return """
    apiVersion: slipway.dev/v1
    service: %s
    build: {run: sh build.sh, artifact: {image: %s/%s}, timeout: 60s}
    tests:
      - {name: unit, run: grep -q VERSION behaviour, timeout: 60s}
    environments:
      - name: production
        mode: delivery
        approval: {count: 1, by: [rev], expires: 1h, forgeReview: true}
        rollout:
          canary: {steps: [50%%], minimumHold: 3s, maximumHold: 30s, soak: 3s, onInconclusive: advance, missingData: 30s, readyWithin: %ds}
          analysis:
            block: 500ms
            metrics:
              - {name: errors, kind: error-rate, tolerance: 2%%}
    """
        .formatted(name, RealCluster.REGISTRY, name, readyWithin.toSeconds());
  }
}
