package dev.slipway.delivery;

/** The commented first delivery file that {@code slipway init} writes. Pure. */
public final class DeliveryTemplate {

  private DeliveryTemplate() {}

  /** Text of a delivery file that is valid as it stands. */
  public static String first(ProjectFacts facts) {
    Commands commands = Commands.of(facts);
    return """
    # How %1$s is built, tested and brought to its environments.
    # Every field is in docs/reference/delivery-file.md of Slipway. Check this file with: slipway validate
    apiVersion: slipway.dev/v1
    service: %1$s

    build:
      # Runs in a clean workspace of the commit.
    %2$s
      # What it makes. An image instead: artifact: {image: registry.example.com/%1$s};
      # the build then pushes it as $SLIPWAY_IMAGE.
      artifact: {file: %3$s}
      timeout: 30m

    # Each suite has to pass before anything is proposed.
    tests:
    %4$s

    # The Deployment that is canaried; its name in the config repository.
    workload: %1$s

    # In this order. Where each one lies is in the platform's platform.yaml.
    environments:
      - name: staging
        mode: deployment # nobody decides; only a failed check stops a release

      - name: production
        mode: delivery # a person decides
        approval:
          count: 1
          expires: 7d
          # by: [my-team-leads]     # people or groups; else the platform's approvers
        rollout:
          canary:
            steps: [1%%, 10%%, 25%%, 50%%] # the canary's share of the traffic
            minimumHold: 1m
            maximumHold: 10m
            soak: 15m # the old version keeps a tenth, as the baseline
            onInconclusive: hold # nothing proven until maximumHold: hold, advance or rollback
          analysis:
            falseRollback: 1%% # how often a healthy canary may be rolled back
            metrics:
              - {name: errors, kind: error-rate, tolerance: 0.5%%}
              - {name: latency, kind: latency, tolerance: 5%%}
    """
        .formatted(facts.service(), commands.build(), commands.artifact(), commands.tests());
  }

  /**
   * @param build the lines of {@code build.run}
   * @param artifact the file that the build makes
   * @param tests the items of {@code tests}
   */
  private record Commands(String build, String artifact, String tests) {

    static Commands of(ProjectFacts facts) {
      String service = facts.service();
      return switch (facts.tool()) {
        case MAVEN_WRAPPER -> maven("./mvnw", service);
        case MAVEN -> maven("mvn", service);
        case GRADLE_WRAPPER -> gradle("./gradlew", service);
        case GRADLE -> gradle("gradle", service);
        case CARGO ->
            new Commands(
                "  run: cargo build --release --locked",
                "target/release/" + service,
                "  - {name: unit, run: cargo test --locked}");
        case NPM ->
            new Commands(
                """
                  run: |
                    npm ci
                    npm run build --if-present
                    tar -czf %1$s.tar.gz --exclude=./%1$s.tar.gz --exclude=./.git .\
                """
                    .formatted(service),
                service + ".tar.gz",
                "  - {name: unit, run: npm ci && npm test}");
        case GO ->
            new Commands(
                "  run: CGO_ENABLED=0 go build -trimpath -o bin/" + service + " .",
                "bin/" + service,
                "  - {name: unit, run: go test ./...}");
        case NONE ->
            new Commands(
                "  run: ./build.sh # the script that builds this service",
                "build/" + service,
                "  - {name: unit, run: ./test.sh} # report: a folder of JUnit XML, if there is one");
      };
    }

    private static Commands maven(String command, String service) {
      return new Commands(
          "  run: " + command + " -B -q -DskipTests package",
          "target/" + service + ".jar",
          "  - {name: unit, run: " + command + " -B test, report: target/surefire-reports}");
    }

    private static Commands gradle(String command, String service) {
      return new Commands(
          "  run: " + command + " --no-daemon assemble",
          "build/libs/" + service + ".jar",
          "  - {name: unit, run: "
              + command
              + " --no-daemon test, report: build/test-results/test}");
    }
  }
}
