package dev.slipway.e2e;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A service with an environment on each of two clusters: staging on the second one, without a
 * router, then production behind the gateway of the first one. Its configuration lies at a real
 * forge, which workers on both sides reach. Its name is also its namespace.
 */
final class SpreadShop {

  static final String STAGING = "staging";
  static final String PRODUCTION = "production";

  private final Stack stack;
  private final LabGitea gitea;
  private final String name;
  private final Path sourceClone;
  private final Path configClone;

  /**
   * It is bound, and a version 0 of it is on the production branch of both environments.
   *
   * @param forge where the forge is, as workers call it
   */
  SpreadShop(Stack stack, LabGitea gitea, String forge, String name) {
    this.stack = stack;
    this.gitea = gitea;
    this.name = name;
    Path source = stack.root().resolve("repositories").resolve(name + ".git");
    sourceClone = Git.create(source, stack.root().resolve("clones").resolve(name));
    Git.write(sourceClone, "delivery.yaml", delivery());
    Git.write(sourceClone, "build.sh", EchoShop.BUILD);
    gitea.create(configName());
    configClone = gitea.clone(configName(), stack.root().resolve("clones").resolve(configName()));
    String manifests = EchoShop.manifests(name, firstImage());
    Git.write(configClone, path(STAGING) + "/app.yaml", withoutRoute(manifests));
    Git.write(configClone, path(PRODUCTION) + "/app.yaml", manifests);
    Git.push(configClone, "Run " + name);
    stack.bind(binding(source, forge));
  }

  String name() {
    return name;
  }

  /** Of production; staging has no gateway. */
  String url() {
    return RealCluster.GATEWAY + "/" + name;
  }

  private String configName() {
    return name + "-config";
  }

  private static String path(String environment) {
    return environment + "/app";
  }

  void awaitLive(String environment) {
    Patience.until(
        name + " is live in " + environment,
        () -> environment(environment).flatMap(EnvironmentStatus::stable),
        () -> environment(environment));
  }

  ReleaseKey push(int version) {
    Git.write(sourceClone, "behaviour", EchoShop.behaviour(version, 0, Duration.ZERO));
    return new ReleaseKey(name, Git.push(sourceClone, "Version " + version), 1);
  }

  ReleaseResult end(ReleaseKey key) {
    return Patience.until(
        key + " ends",
        Duration.ofMinutes(5),
        () -> stack.temporal().release(key).flatMap(ReleaseStatus::result),
        () -> stack.temporal().release(key) + "; " + environment(STAGING));
  }

  Optional<EnvironmentStatus> environment(String environment) {
    return stack.temporal().environment(new EnvironmentKey(environment, name));
  }

  /** What an environment's path names as what runs. */
  String imageOnBranch(String environment) {
    Git.in(configClone, "fetch", "-q", "origin", "main");
    return Git.in(configClone, "show", "FETCH_HEAD:" + path(environment) + "/app.yaml")
        .lines()
        .filter(line -> line.contains("image:"))
        .map(line -> line.substring(line.indexOf("image:") + "image:".length()).strip())
        .findFirst()
        .orElseThrow();
  }

  /** Releases that were merged, newest first. */
  List<String> merged() {
    Git.in(configClone, "fetch", "-q", "origin");
    return Git.trailers(configClone, "Slipway-Release", "origin/main");
  }

  void delete() {
    gitea.delete(configName());
  }

  private static String withoutRoute(String manifests) {
    return manifests.substring(0, manifests.indexOf("---\napiVersion: gateway"));
  }

  private String firstImage() {
    return EchoShop.build(sourceClone, name, "first", EchoShop.behaviour(0, 0, Duration.ZERO));
  }

  private String binding(Path source, String forge) {
    return """

          - name: NAME
            team: NAME-team
            source: {repository: "SOURCE"}
            environments:
              - name: staging
                cluster: remote
                namespace: NAME
                config: {repository: "CONFIG", path: staging/app}
                deploymentMode: allowed
              - name: production
                cluster: lab
                namespace: NAME
                config: {repository: "CONFIG", path: production/app}
                deploymentMode: allowed\
        """
        .replace("NAME", name)
        .replace("SOURCE", source.toString())
        .replace("CONFIG", forge + "/admin/" + configName() + ".git");
  }

  private String delivery() {
    return """
        apiVersion: slipway.dev/v1
        service: NAME
        build: {run: sh build.sh, artifact: {image: REGISTRY/NAME}, timeout: 60s}
        environments:
          - name: staging
            mode: deployment
            rollout: &rollout
              canary: {steps: [50%], minimumHold: 3s, maximumHold: 30s, soak: 3s, onInconclusive: advance, missingData: 60s, readyWithin: 90s}
              analysis:
                block: 500ms
                metrics:
                  - {name: errors, kind: error-rate, tolerance: 2%}
          - name: production
            mode: deployment
            rollout: *rollout
        """
        .replace("NAME", name)
        .replace("REGISTRY", RealCluster.REGISTRY);
  }
}
