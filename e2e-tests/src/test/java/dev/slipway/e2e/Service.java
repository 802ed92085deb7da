package dev.slipway.e2e;

import dev.slipway.build.Artifact;
import dev.slipway.build.artifact.FileArtifacts;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.rollout.RolloutStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One service in a stack, with repositories of its own; what it does is said by the file {@code
 * behaviour.properties} in its source, see {@link Answering}. Its name is also its namespace, its
 * path at the gateway, and the name of all its objects.
 */
final class Service {

  private static final String CONFIG_PATH = "production/app";

  private final Stack stack;
  private final String name;
  private final Path source;
  private final Path sourceClone;
  private final Path config;
  private final Path configClone;
  private int commits;

  /** Repositories and binding; nothing of it runs yet. */
  Service(Stack stack, String name) {
    this.stack = stack;
    this.name = name;
    Path place = stack.root().resolve("repositories");
    source = place.resolve(name + ".git");
    config = place.resolve(name + "-config.git");
    Path clones = stack.root().resolve("clones");
    sourceClone = Git.create(source, clones.resolve(name));
    configClone = Git.create(config, clones.resolve(name + "-config"));
    Git.write(configClone, CONFIG_PATH + "/app.yaml", manifests(name));
    Git.push(configClone, "Describe where " + name + " runs");
    Git.write(sourceClone, "delivery.yaml", delivery(name));
    stack.bind(binding());
  }

  /** The same with a first version that is live: its artifact was built before Slipway came. */
  static Service live(Stack stack, String name) {
    Service service = new Service(stack, name);
    service.makeLive();
    return service;
  }

  private void makeLive() {
    Git.write(sourceClone, "behaviour.properties", "version=0\n");
    try {
      Artifact artifact =
          new FileArtifacts(stack.root().resolve("artifacts"))
              .store(name, sourceClone.resolve("behaviour.properties"));
      editConfig("image: " + name + "\n", "image: " + artifact.reference() + "\n", "Run it");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Patience.until(
        name + " is live",
        () -> environment().flatMap(EnvironmentStatus::stable),
        this::environment);
  }

  String name() {
    return name;
  }

  Path source() {
    return source;
  }

  Path config() {
    return config;
  }

  /** A developer's commit of a behaviour, pushed. */
  ReleaseKey push(String behaviour) {
    return push(behaviour, UnaryOperator.identity());
  }

  /**
   * @param delivery what the commit makes of the delivery file
   */
  ReleaseKey push(String behaviour, UnaryOperator<String> delivery) {
    commits++;
    Git.write(sourceClone, "delivery.yaml", delivery.apply(delivery(name)));
    Git.write(
        sourceClone,
        "behaviour.properties",
        "version=" + commits + "\n" + behaviour.strip() + "\n");
    return new ReleaseKey(name, Git.push(sourceClone, "Version " + commits), 1);
  }

  /** A release of a healthy version, to its end: then stable has a plan of its own. */
  void promote(UnaryOperator<String> delivery) {
    ReleaseResult result = end(push("", delivery));
    if (result.outcome() != ReleaseResult.Outcome.PROMOTED) {
      throw new AssertionError(result);
    }
  }

  /** A person's own commit on the production branch, pushed. */
  String editConfig(String before, String after, String message) {
    Git.in(configClone, "pull", "-q", "--rebase", "origin", "main");
    Path file = configClone.resolve(CONFIG_PATH + "/app.yaml");
    try {
      String text = Files.readString(file);
      if (!text.contains(before)) {
        throw new AssertionError(file + " does not contain " + before + ": " + text);
      }
      Files.writeString(file, text.replace(before, after));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Git.push(configClone, message);
  }

  /**
   * A person's own commit of any kind on the production branch, pushed.
   *
   * @param change is given the folder of the environment in a clone
   */
  String commitConfig(String message, Consumer<Path> change) {
    Git.in(configClone, "pull", "-q", "--rebase", "origin", "main");
    change.accept(configClone.resolve(CONFIG_PATH));
    return Git.push(configClone, message);
  }

  ReleaseStatus status(ReleaseKey key) {
    return stack
        .temporal()
        .release(key)
        .orElseThrow(() -> new AssertionError(key + " is not known"));
  }

  /** Waits until a release is somewhere. */
  ReleaseStatus when(ReleaseKey key, ReleaseStatus.Phase phase) {
    return Patience.until(
        key + " is " + phase,
        () -> stack.temporal().release(key).filter(status -> status.phase() == phase),
        () -> stack.temporal().release(key));
  }

  /** Waits for its result. */
  ReleaseResult end(ReleaseKey key) {
    return Patience.until(
        key + " ends",
        () -> stack.temporal().release(key).flatMap(ReleaseStatus::result),
        () -> stack.temporal().release(key));
  }

  EnvironmentKey production() {
    return new EnvironmentKey("production", name);
  }

  Optional<EnvironmentStatus> environment() {
    return stack.temporal().environment(production());
  }

  /** Kinds of the environment's outcomes, newest first. */
  List<EnvironmentOutcome.Kind> outcomes() {
    return environment().orElseThrow().history().stream().map(EnvironmentOutcome::kind).toList();
  }

  /** Id of the path's tree on the production branch. */
  String tree() {
    return Git.in(config, "rev-parse", "main:" + CONFIG_PATH);
  }

  String manifest() {
    return Git.in(config, "show", "main:" + CONFIG_PATH + "/app.yaml");
  }

  /** What the branch names as what runs. */
  String image() {
    return manifest()
        .lines()
        .filter(line -> line.contains("image:"))
        .map(line -> line.substring(line.indexOf("image:") + "image:".length()).strip())
        .findFirst()
        .orElseThrow();
  }

  String url() {
    return stack.gateway() + "/" + name;
  }

  /** Until its rollout in production is so. */
  void awaitRollout(String what, Predicate<RolloutStatus> so) {
    Patience.untilTrue(
        what,
        () -> stack.temporal().rollout(production()).filter(so).isPresent(),
        () -> stack.temporal().rollout(production()));
  }

  void awaitRollout(RolloutStatus.Phase phase) {
    awaitRollout("the rollout is " + phase, rollout -> rollout.phase() == phase);
  }

  /** What it answers, with its status. */
  String answer() {
    try {
      var answer = Web.get(url());
      return answer.statusCode() + " " + answer.body().strip();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /**
   * Git, the cluster, the gateway and Temporal agree that version so-and-so is live, alone and
   * ready, and that nothing is left over.
   */
  void requireAtRest(String answer) {
    Patience.untilTrue(
        name + " is at rest with " + answer, () -> unrest(answer).isEmpty(), () -> unrest(answer));
  }

  private String unrest(String answer) {
    ClusterView cluster = stack.cluster();
    StringBuilder unrest = new StringBuilder();
    expect(
        unrest,
        "objects",
        List.of("Deployment/" + name, "HTTPRoute/" + name, "Service/" + name),
        cluster.names(name));
    expect(unrest, "image", image(), cluster.image(name, name));
    expect(unrest, "backends", List.of(name), cluster.backends(name, name));
    expect(
        unrest,
        "ready pods",
        List.of(true),
        cluster.pods(name).stream().map(pod -> pod.path("ready").asBoolean()).toList());
    expect(unrest, "answer", "200 " + answer, answer());
    expect(unrest, "branches", List.of("main"), Git.branches(config));
    expect(unrest, "holder", Optional.empty(), environment().flatMap(EnvironmentStatus::holder));
    return unrest.toString();
  }

  private static void expect(StringBuilder unrest, String what, Object wanted, Object found) {
    if (!wanted.equals(found)) {
      unrest
          .append(what)
          .append(": ")
          .append(found)
          .append(" instead of ")
          .append(wanted)
          .append("; ");
    }
  }

  private String binding() {
    return """

          - name: %s
            team: %s-team
            source: {repository: "%s"}
            environments:
              - name: production
                cluster: local
                namespace: %s
                config: {repository: "%s", path: %s}
                deploymentMode: allowed
        """
        .formatted(name, name, source, name, config, CONFIG_PATH)
        .replaceFirst("(?s)^(.*?)\\s+$", "$1");
  }

  private static String delivery(String name) {
    return """
        apiVersion: slipway.dev/v1
        service: %s
        build: {run: cp behaviour.properties artifact, artifact: {file: artifact}, timeout: 60s}
        tests:
          - {name: unit, run: grep -q version "$SLIPWAY_ARTIFACT", timeout: 60s}
        environments:
          - name: production
            mode: deployment
            rollout:
              canary: {steps: [50%%], minimumHold: 1s, maximumHold: 4s, soak: 1s, onInconclusive: advance, missingData: 30s, readyWithin: 90s}
              analysis:
                block: 500ms
                metrics:
                  - {name: errors, kind: error-rate, tolerance: 2%%}
        """
        .formatted(name);
  }

  /** The image's neighbour is a line that a person may want to change, too. */
  private static String manifests(String name) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: NAME}
        spec:
          replicas: 1
          selector: {matchLabels: {app: NAME}}
          template:
            metadata: {labels: {app: NAME}}
            spec:
              containers:
                - name: NAME
                  image: NAME
                  env: [{name: GREETING, value: hi}]
                  command: [java, -Xmx24m, -XX:+UseSerialGC, -XX:TieredStopAtLevel=1, -cp, "CLASSES", dev.slipway.e2e.Answering, $(SLIPWAY_ARTIFACT)]
                  ports: [{name: http, containerPort: 8080}]
                  readinessProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 1}
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
          parentRefs: [{name: gateway}]
          rules:
            - matches: [{path: {type: PathPrefix, value: /NAME}}]
              backendRefs: [{name: NAME, port: 80}]
        """
        .replace("NAME", name)
        .replace("CLASSES", classes().toString());
  }

  private static Path classes() {
    try {
      return Path.of(Answering.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
