package dev.slipway.e2e;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service on the real cluster: its build makes a real image and pushes it to the real registry.
 * Its name is also its namespace and its path at the gateway.
 */
final class EchoShop implements AutoCloseable {

  private static final String CONFIG_PATH = "production/app";

  static final String QUICK =
      """
      canary: {steps: [50%], minimumHold: 3s, maximumHold: 30s, soak: 3s, onInconclusive: advance, missingData: 30s, readyWithin: 90s}
      analysis:
        block: 500ms
        metrics:
          - {name: errors, kind: error-rate, tolerance: 2%}
      """;

  /** The same, compared with pods of what is stable that are as young. */
  static final String QUICK_BESIDE_FRESH = QUICK.replace("canary: {", "canary: {baseline: fresh, ");

  private final Stack stack;
  private final String name;
  private final String rollout;
  private final Path sourceClone;
  private final Path config;
  private final Path configClone;

  /** A version 0 of it is live; its canaries are quick. */
  EchoShop(Stack stack, String name) {
    this(stack, name, QUICK);
  }

  /**
   * A version 0 of it is live.
   *
   * @param rollout of its delivery file, in YAML
   */
  EchoShop(Stack stack, String name, String rollout) {
    this.stack = stack;
    this.name = name;
    this.rollout = rollout;
    RealCluster.kubectl("create", "namespace", name);
    Path place = stack.root().resolve("repositories");
    Path source = place.resolve(name + ".git");
    config = place.resolve(name + "-config.git");
    Path clones = stack.root().resolve("clones");
    sourceClone = Git.create(source, clones.resolve(name));
    configClone = Git.create(config, clones.resolve(name + "-config"));
    Git.write(sourceClone, "delivery.yaml", delivery());
    Git.write(sourceClone, "build.sh", BUILD);
    Git.write(configClone, CONFIG_PATH + "/app.yaml", manifests(name, firstImage()));
    Git.push(configClone, "Run " + name);
    stack.bind(binding(source));
    Patience.until(
        name + " is live",
        () -> environment().flatMap(EnvironmentStatus::stable),
        this::environment);
    // The gateway gathers changes for two seconds before it carries them out.
    requireAtRest(0);
  }

  String name() {
    return name;
  }

  Path config() {
    return config;
  }

  /**
   * A developer's commit, pushed.
   *
   * @param errors share of requests that this version fails
   */
  ReleaseKey push(int version, double errors) {
    return push(version, errors, Duration.ZERO);
  }

  /**
   * A developer's commit, pushed.
   *
   * @param errors share of requests that this version fails
   * @param delay how long it takes for each
   */
  ReleaseKey push(int version, double errors, Duration delay) {
    Git.write(sourceClone, "behaviour", behaviour(version, errors, delay));
    return new ReleaseKey(name, Git.push(sourceClone, "Version " + version), 1);
  }

  /**
   * A person's own commit to the production branch: a file beside the service's.
   *
   * @return its id
   */
  String commit(String file, String text, String message) {
    Git.in(configClone, "pull", "-q", "--ff-only", "origin", "main");
    Git.write(configClone, CONFIG_PATH + "/" + file, text);
    return Git.push(configClone, message);
  }

  /** What became of a commit on the production branch. */
  EnvironmentOutcome outcome(String commit) {
    return Patience.until(
        "the end of " + commit,
        () ->
            environment().stream()
                .flatMap(of -> of.history().stream())
                .filter(of -> of.commit().equals(commit))
                .findFirst(),
        this::environment);
  }

  /** Waits for a release's result. */
  ReleaseResult end(ReleaseKey key) {
    return end(key, Duration.ofMinutes(5));
  }

  /** Waits for a release's result, at most for so long. */
  ReleaseResult end(ReleaseKey key, Duration limit) {
    return Patience.until(
        key + " ends",
        limit,
        () -> stack.temporal().release(key).flatMap(ReleaseStatus::result),
        () -> stack.temporal().release(key) + "; " + environment());
  }

  Optional<EnvironmentStatus> environment() {
    return stack.temporal().environment(new EnvironmentKey("production", name));
  }

  String get(String object, String field) {
    return RealCluster.kubectl("-n", name, "get", object, "-o", "jsonpath={" + field + "}");
  }

  List<String> objects() {
    return objects(name);
  }

  /** Names of all objects of Slipway's in a namespace. */
  static List<String> objects(String name) {
    return RealCluster.kubectl(
            "-n",
            name,
            "get",
            "deployment,service,httproute,configmap,secret",
            "-l",
            "slipway.dev/managed-by=slipway",
            "-o",
            "name")
        .lines()
        .sorted()
        .toList();
  }

  /** What the production branch says. */
  String manifest() {
    return Git.in(config, "show", "main:" + CONFIG_PATH + "/app.yaml");
  }

  /** What the production branch names as what runs. */
  String imageOnBranch() {
    return manifest()
        .lines()
        .filter(line -> line.contains("image:"))
        .map(line -> line.substring(line.indexOf("image:") + "image:".length()).strip())
        .findFirst()
        .orElseThrow();
  }

  String tree() {
    return Git.in(config, "rev-parse", "main:" + CONFIG_PATH);
  }

  String url() {
    return RealCluster.GATEWAY + "/" + name;
  }

  /** Branch, cluster and gateway agree that this version is live, alone and ready. */
  void requireAtRest(int version) {
    Patience.untilTrue(
        name + " is at rest with version " + version,
        () -> unrest(version).isEmpty(),
        () -> unrest(version));
  }

  private String unrest(int version) {
    List<String> wanted =
        List.of(
            "deployment.apps/" + name,
            "httproute.gateway.networking.k8s.io/" + name,
            "service/" + name);
    String image = get("deployment/" + name, ".spec.template.spec.containers[0].image");
    String ready = get("deployment/" + name, ".status.readyReplicas");
    String answer = RealCluster.answer(url());
    String all = objects() + " " + image + " ready " + ready + " answer " + answer;
    return objects().equals(wanted)
            && image.equals(imageOnBranch())
            && ready.equals("2")
            && answer.contains("version-" + version + " ")
        ? ""
        : all;
  }

  @Override
  public void close() {
    RealCluster.kubectl("delete", "namespace", name, "--wait=false");
  }

  /** Built before Slipway came. */
  private String firstImage() {
    return build(sourceClone, name, "first", behaviour(0, 0, Duration.ZERO));
  }

  /** What a build of it reads. */
  static String behaviour(int version, double errors, Duration delay) {
    return "VERSION=version-%d\nERRORS=%s\nDELAY=%dms\n"
        .formatted(version, errors, delay.toMillis());
  }

  /**
   * Builds an image without Slipway, in a directory that has the build script.
   *
   * @return the image by digest, as a cluster pulls it
   */
  static String build(Path directory, String name, String tag, String behaviour) {
    String image = RealCluster.REGISTRY + "/" + name;
    Git.write(directory, "behaviour", behaviour);
    Git.write(directory, "build.sh", BUILD);
    Program.run(
            directory,
            Map.of("SLIPWAY_IMAGE", image + ":" + tag),
            Duration.ofMinutes(1),
            List.of("sh", "build.sh"))
        .required();
    try {
      return image + "@" + Files.readString(directory.resolve("digest")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String binding(Path source) {
    return """

          - name: %s
            team: %s-team
            source: {repository: "%s"}
            environments:
              - name: production
                cluster: lab
                namespace: %s
                config: {repository: "%s", path: %s}
                deploymentMode: allowed\
        """
        .formatted(name, name, source, name, config, CONFIG_PATH);
  }

  /** Makes an image of the echo service that behaves as the file {@code behaviour} says. */
  static final String BUILD =
      """
      set -eu
      . ./behaviour
      TOOL image "$SLIPWAY_IMAGE" ECHO image.tar "VERSION=$VERSION" "ERRORS=$ERRORS" "DELAY=$DELAY"
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
            mode: deployment
            rollout:
        """
            .formatted(name, RealCluster.REGISTRY, name)
        + rollout.indent(6);
  }

  /** What such a service is on the cluster. */
  static String manifests(String name, String image) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: NAME}
        spec:
          replicas: 2
          selector: {matchLabels: {app: NAME}}
          template:
            metadata: {labels: {app: NAME}}
            spec:
              terminationGracePeriodSeconds: 8
              containers:
                - name: NAME
                  image: IMAGE
                  ports: [{name: http, containerPort: 8080}]
                  readinessProbe: {httpGet: {path: /readyz, port: http}, periodSeconds: 1}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: NAME}
        spec:
          selector: {app: NAME}
          ports: [{name: http, port: 80, targetPort: http}]
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: NAME}
        spec:
          parentRefs: [{name: gw, namespace: gateway}]
          rules:
            - matches: [{path: {type: PathPrefix, value: /NAME}}]
              backendRefs: [{name: NAME, port: 80}]
        """
        .replace("NAME", name)
        .replace("IMAGE", image);
  }
}
