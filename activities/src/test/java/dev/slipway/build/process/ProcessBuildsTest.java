package dev.slipway.build.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.Artifact;
import dev.slipway.build.BuildActivities;
import dev.slipway.build.BuildOrder;
import dev.slipway.build.BuildResult;
import dev.slipway.build.TestOrder;
import dev.slipway.build.TestResult;
import dev.slipway.build.artifact.FileArtifacts;
import dev.slipway.build.checkout.JGitCheckout;
import dev.slipway.build.log.StepKey;
import dev.slipway.build.registry.OciRegistry;
import dev.slipway.delivery.ArtifactSpec;
import dev.slipway.delivery.BuildSpec;
import dev.slipway.delivery.TestSuite;
import dev.slipway.gitops.jgit.RepositoryCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds and tests from end to end: a repository, real scripts, and what is left of them. */
@Timeout(60)
class ProcessBuildsTest {

  @TempDir private Path home;
  private final TemporalBench temporal = new TemporalBench();
  private final TemporalBench anotherWorker = new TemporalBench();
  private Sources sources;
  private BuildSettings settings;
  private BuildActivities builds;

  @BeforeEach
  void setUp() throws Exception {
    sources = new Sources(home.resolve("shop"));
    use(home.resolve("work"), home.resolve("artifacts"));
  }

  @AfterEach
  void tearDown() {
    sources.close();
    temporal.close();
    anotherWorker.close();
  }

  @Test
  void buildsTheCommitAndStoresItsArtifact() throws Exception {
    String commit = sources.commit(Map.of("in.txt", "hello", "build.sh", "cat in.txt > out.bin"));

    BuildResult.Built built = built(order(commit, "sh build.sh; echo grüße", file("out.bin")));

    assertThat(built.artifact().name()).isEqualTo("shop");
    assertThat(new FileArtifacts(settings.artifacts()).find(built.artifact()).orElseThrow())
        .hasContent("hello");
    assertThat(built.log()).isEqualTo("log:" + release(commit) + "/build");
    assertThat(log(StepKey.build(release(commit)))).contains("grüße");
    assertThat(workspaces()).isEmpty();
  }

  @Test
  void tellsTheScriptWhatItBuilds() throws Exception {
    String commit = sources.commit(Map.of("a", ""));

    built(
        order(
            commit,
            "echo $SLIPWAY_SERVICE $SLIPWAY_COMMIT $SLIPWAY_RELEASE $CI; cp a out; test -d $TMPDIR",
            file("out")));

    assertThat(log(StepKey.build(release(commit))))
        .contains("shop " + commit + " " + release(commit) + " true");
  }

  @Test
  void givesNoSecretOfTheWorkerToAScript() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    ScriptEnvironment worker =
        new ScriptEnvironment(
            Map.of("PATH", "/usr/bin:/bin", "TEMPORAL_API_KEY", "s3cret"), Path.of("/nowhere"));
    temporal.use(processBuilds(worker));

    built(order(commit, "env; cat /proc/self/environ > out", file("out")));

    assertThat(log(StepKey.build(release(commit)))).contains("PATH=").doesNotContain("s3cret");
  }

  @Test
  void answersTheSameOrderWithoutBuildingAgain() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    String script = "date +%%N > out; echo ran >> '%s'".formatted(home.resolve("runs"));

    BuildResult first = builds.artifact(order(commit, script, file("out")));
    use(home.resolve("another-worker"), settings.artifacts());
    BuildResult second = builds.artifact(order(commit, script, file("out")));

    assertThat(second).isEqualTo(first);
    assertThat(home.resolve("runs")).hasContent("ran");
  }

  @Test
  void buildsAFurtherAttemptAnew() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    BuildOrder first = order(commit, "date +%N > out", file("out"));
    BuildOrder second =
        new BuildOrder(
            release(commit).replaceAll("1$", "2"), "shop", sources.url(), commit, first.spec());

    assertThat(builds.artifact(second)).isNotEqualTo(builds.artifact(first));
  }

  @Test
  void aFailingBuildIsAValueWithItsLastLines() throws Exception {
    String commit = sources.commit(Map.of("a", ""));

    BuildResult.NotBuilt failed =
        notBuilt(
            order(
                commit,
                "seq 1 100; printf '\\033[31mShop.java:3: error\\033[0m\\n'; exit 2",
                file("out")));

    assertThat(failed.reason()).isEqualTo("exited with code 2");
    assertThat(failed.lastLines().lines()).hasSize(20).endsWith("Shop.java:3: error");
    assertThat(workspaces()).hasSize(1);
  }

  @Test
  void aBuildThatHangsIsEnded() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    BuildOrder order =
        new BuildOrder(
            release(commit),
            "shop",
            sources.url(),
            commit,
            new BuildSpec("sleep 600", file("out"), Duration.ofSeconds(1)));

    assertThat(notBuilt(order).reason()).isEqualTo("timed out after 1s");
  }

  @Test
  void saysThatTheArtifactWasNotMade() throws Exception {
    String commit = sources.commit(Map.of("a", ""));

    assertThat(notBuilt(order(commit, "mkdir out.jar", file("out.jar"))).reason())
        .isEqualTo("build.artifact.file 'out.jar' was not made as a file");
  }

  @Test
  void storesNothingFromOutsideOfTheWorkspace() throws Exception {
    String commit = sources.commitLink("link", "/etc/passwd");

    assertThat(notBuilt(order(commit, "true", file("link"))).reason())
        .isEqualTo("build.artifact.file 'link' leads out of the workspace");
  }

  @Test
  void saysThatTheImageWasNotPushed() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    try (StubRegistry registry = StubRegistry.start(Optional.empty())) {
      String image = registry.host() + "/shop";

      assertThat(notBuilt(order(commit, "true", new ArtifactSpec.ImageArtifact(image))).reason())
          .isEqualTo("build.artifact.image " + image + ":" + tag(commit) + " was not pushed");
    }
  }

  @Test
  void namesAnImageByTheDigestThatTheRegistryTells() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    String digest = "sha256:" + "ab".repeat(32);
    try (StubRegistry registry = StubRegistry.start(Optional.of(digest))) {
      String image = registry.host() + "/shop";

      BuildResult.Built built =
          built(order(commit, "echo $SLIPWAY_IMAGE", new ArtifactSpec.ImageArtifact(image)));

      assertThat(built.artifact()).isEqualTo(new Artifact(image, digest));
      assertThat(registry.paths()).containsExactly("/v2/shop/manifests/" + tag(commit));
      assertThat(log(StepKey.build(release(commit)))).contains(image + ":" + tag(commit) + "\n");
    }
  }

  @Test
  void asksARegistryAgainInsteadOfBuildingAgain() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    String digest = "sha256:" + "cd".repeat(32);
    try (StubRegistry registry = StubRegistry.start(Optional.of(digest))) {
      registry.failNext(2);
      BuildOrder order =
          order(
              commit,
              "echo ran >> '%s'".formatted(home.resolve("runs")),
              new ArtifactSpec.ImageArtifact(registry.host() + "/shop"));

      assertThat(built(order).artifact().digest()).isEqualTo(digest);
      assertThat(home.resolve("runs")).hasContent("ran");
    }
  }

  @Test
  void cancellationEndsTheBuildAndLeavesNothing() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    BuildOrder order =
        order(
            commit,
            "trap '' TERM; echo $$ > '%s'; while :; do sleep 1; done"
                .formatted(home.resolve("pid")),
            file("out"));
    CompletableFuture<BuildResult> running =
        CompletableFuture.supplyAsync(() -> builds.artifact(order));
    long pid = Eventually.pid(home.resolve("pid"));

    temporal.cancel();

    assertThatThrownBy(running::join).isNotNull();
    assertThat(Eventually.runs(pid)).isFalse();
    assertThat(workspaces()).isEmpty();
    assertThat(settings.artifacts().resolve("releases")).doesNotExist();
  }

  @Test
  void heartbeatsWithTheLastLineOfTheLog() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    List<String> beats = new CopyOnWriteArrayList<>();
    temporal.listen(beats::add);
    Path seen = home.resolve("seen");
    CompletableFuture<BuildResult> running =
        CompletableFuture.supplyAsync(
            () ->
                builds.artifact(
                    order(
                        commit,
                        "echo compiling; cp a out; while [ ! -e '%s' ]; do sleep 0.05; done"
                            .formatted(seen),
                        file("out"))));

    Eventually.until("a heartbeat tells the line", () -> beats.contains("compiling"));
    Files.createFile(seen);

    assertThat(running.join()).isInstanceOf(BuildResult.Built.class);
  }

  @Test
  void twoBuildsAtOnceDoNotMeet() throws Exception {
    String one = sources.commit(Map.of("a", "one"));
    String two = sources.commit(Map.of("a", "two"));
    String meet =
        "cp a out; touch '%1$s/'$SLIPWAY_COMMIT; while [ $(ls '%1$s' | wc -l) -lt 2 ]; do sleep 0.02; done"
            .formatted(Files.createDirectories(home.resolve("meeting")));

    CompletableFuture<BuildResult> first =
        CompletableFuture.supplyAsync(
            () -> anotherWorker.builds().artifact(order(one, meet, file("out"))));
    BuildResult.Built second = built(order(two, meet, file("out")));

    assertThat(contentOf(first.join())).hasContent("one");
    assertThat(contentOf(second)).hasContent("two");
  }

  @Test
  void theSameOrderTwiceAtOnceBuildsOnce() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    BuildOrder order =
        order(
            commit,
            "echo ran >> '%s'; sleep 0.3; date +%%N > out".formatted(home.resolve("runs")),
            file("out"));

    CompletableFuture<BuildResult> first =
        CompletableFuture.supplyAsync(() -> anotherWorker.builds().artifact(order));
    BuildResult second = builds.artifact(order);

    assertThat(second).isEqualTo(first.join());
    assertThat(home.resolve("runs")).hasContent("ran");
  }

  @Test
  void aSuiteFindsTheArtifactAndReports() throws Exception {
    String commit = sources.commit(Map.of("a", "hello"));
    Artifact artifact = built(order(commit, "cp a out", file("out"))).artifact();

    TestResult result =
        builds.test(
            suite(
                commit,
                """
                test "$(cat "$SLIPWAY_ARTIFACT")" = hello
                mkdir -p reports
                echo '<testsuite><testcase name="a"/><testcase name="b"><skipped/></testcase></testsuite>' > reports/TEST-a.xml
                """,
                Optional.of("reports"),
                artifact));

    assertThat(result.passed()).isTrue();
    assertThat(result.reason()).isEmpty();
    assertThat(result.counts()).contains(new TestResult.Counts(2, 0, 1));
    assertThat(result.log()).isEqualTo("log:" + release(commit) + "/test-unit");
  }

  @Test
  void aSuiteWhoseReportHasFailuresHasFailedWhateverItsCommandSays() throws Exception {
    String commit = sources.commit(Map.of("a", ""));

    TestResult result =
        builds.test(
            suite(
                commit,
                "echo '<testsuite><testcase name=\"a\"><failure/></testcase></testsuite>' > r.xml",
                Optional.of("r.xml"),
                image()));

    assertThat(result.passed()).isFalse();
    assertThat(result.reason()).contains("its report has failures");
    assertThat(result.failures()).containsExactly("a");
  }

  @Test
  void aSuiteWithoutThePromisedReportHasNotPassed() throws Exception {
    String commit = sources.commit(Map.of("a", ""));

    TestResult result = builds.test(suite(commit, "echo ran", Optional.of("reports"), image()));

    assertThat(result.passed()).isFalse();
    assertThat(result.reason()).isEqualTo("its report 'reports' was not made");
    assertThat(result.lastLines()).isEqualTo("ran");
  }

  @Test
  void aFailingSuiteStillTellsWhatItsReportSays() throws Exception {
    String commit = sources.commit(Map.of("a", ""));

    TestResult result =
        builds.test(
            suite(
                commit,
                "echo '<testsuite><testcase name=\"a\"><error/></testcase></testsuite>' > r.xml; exit 1",
                Optional.of("r.xml"),
                image()));

    assertThat(result.reason()).isEqualTo("exited with code 1");
    assertThat(result.counts()).contains(new TestResult.Counts(1, 1, 0));
  }

  @Test
  void aSuiteIsNotRunAgainForTheSameOrder() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    TestOrder order =
        suite(
            commit,
            "echo ran >> '%s'; exit 1".formatted(home.resolve("runs")),
            Optional.empty(),
            image());

    assertThat(builds.test(order)).isEqualTo(builds.test(order));
    assertThat(home.resolve("runs")).hasContent("ran");
  }

  @Test
  void aSuiteOfAnImageIsToldItsDigest() throws Exception {
    String commit = sources.commit(Map.of("a", ""));

    builds.test(suite(commit, "echo $SLIPWAY_IMAGE", Optional.empty(), image()));

    assertThat(log(StepKey.test(release(commit), "unit"))).contains(image().reference());
  }

  @Test
  void saysThatTheArtifactToTestIsNotInTheStore() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    Artifact missing = new Artifact("shop", "sha256:" + "0".repeat(64));

    assertThatThrownBy(() -> builds.test(suite(commit, "true", Optional.empty(), missing)))
        .hasStackTraceContaining("is not in this worker's artifact store");
  }

  @Test
  void aRepositoryThatIsGoneIsNoFailedBuild() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    Files.move(home.resolve("shop"), home.resolve("gone"));

    assertThatThrownBy(() -> builds.artifact(order(commit, "true", file("out"))))
        .hasStackTraceContaining("does not answer (there is no such directory)");
    assertThat(workspaces()).isEmpty();
  }

  @Test
  void aReleaseThatLeadsElsewhereIsRefused() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    BuildOrder order =
        new BuildOrder(
            "../" + tag(commit),
            "shop",
            sources.url(),
            commit,
            order(commit, "", file("o")).spec());

    assertThatThrownBy(() -> builds.artifact(order)).hasStackTraceContaining("is not a release");
  }

  @Test
  void aFullDiskOfTheWorkspaceIsNoFailedBuild() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    try (SmallDisk disk = SmallDisk.mount(home.resolve("small"), "2m")) {
      use(disk.path().resolve("work"), home.resolve("artifacts"));

      assertThatThrownBy(
              () -> builds.artifact(order(commit, "head -c 5000000 /dev/zero > out", file("out"))))
          .hasStackTraceContaining("The disk of the worker is full");
      assertThat(settings.artifacts().resolve("releases")).doesNotExist();
      assertThat(workspaces()).isEmpty();
    }
  }

  @Test
  void aFullArtifactStoreKeepsNoHalfArtifact() throws Exception {
    String commit = sources.commit(Map.of("a", ""));
    try (SmallDisk disk = SmallDisk.mount(home.resolve("small"), "1m")) {
      use(home.resolve("work"), disk.path());
      BuildOrder order = order(commit, "head -c 3000000 /dev/zero > out", file("out"));

      assertThatThrownBy(() -> builds.artifact(order))
          .hasStackTraceContaining("The disk of the worker is full");
      assertThat(list(disk.path().resolve("sha256"))).isEmpty();
      assertThat(list(disk.path().resolve("parts"))).isEmpty();
      assertThat(disk.path().resolve("releases")).doesNotExist();
    }
  }

  private void use(Path work, Path artifacts) {
    settings =
        new BuildSettings(work, artifacts, Duration.ofMillis(500), 1_000_000, 10_000_000, 20);
    temporal.use(processBuilds(ScriptEnvironment.ofThisWorker()));
    anotherWorker.use(processBuilds(ScriptEnvironment.ofThisWorker()));
    builds = temporal.builds();
  }

  private ProcessBuilds processBuilds(ScriptEnvironment environment) {
    JGitCheckout checkout =
        new JGitCheckout(new RepositoryCache(settings.work().resolve("repositories")));
    return new ProcessBuilds(settings, checkout, environment, images());
  }

  private PushedImage images() {
    return new PushedImage(new OciRegistry(List::of), Duration.ofMillis(10));
  }

  private BuildResult.Built built(BuildOrder order) {
    return built(builds.artifact(order));
  }

  private static BuildResult.Built built(BuildResult result) {
    return switch (result) {
      case BuildResult.Built built -> built;
      case BuildResult.NotBuilt not -> throw new AssertionError(not.toString());
    };
  }

  private Path contentOf(BuildResult result) {
    return new FileArtifacts(settings.artifacts()).find(built(result).artifact()).orElseThrow();
  }

  private BuildResult.NotBuilt notBuilt(BuildOrder order) {
    return switch (builds.artifact(order)) {
      case BuildResult.NotBuilt not -> not;
      case BuildResult.Built built -> throw new AssertionError(built.toString());
    };
  }

  private BuildOrder order(String commit, String script, ArtifactSpec artifact) {
    return new BuildOrder(
        release(commit),
        "shop",
        sources.url(),
        commit,
        new BuildSpec(script, artifact, Duration.ofMinutes(1)));
  }

  private TestOrder suite(
      String commit, String script, Optional<String> report, Artifact artifact) {
    return new TestOrder(
        release(commit),
        "shop",
        sources.url(),
        commit,
        new TestSuite("unit", script, report, Duration.ofMinutes(1)),
        artifact);
  }

  private static ArtifactSpec file(String path) {
    return new ArtifactSpec.FileArtifact(path);
  }

  private static Artifact image() {
    return new Artifact("registry.example.com/shop", "sha256:" + "ef".repeat(32));
  }

  private static String release(String commit) {
    return "shop/" + tag(commit);
  }

  private static String tag(String commit) {
    return commit.substring(0, 12) + "-1";
  }

  private String log(StepKey key) throws Exception {
    return settings.logs().read(key, 0).orElseThrow().text();
  }

  /** Steps that still have a workspace. */
  private List<Path> workspaces() throws Exception {
    return list(settings.workspaces()).stream()
        .filter(path -> !path.endsWith(".discarded"))
        .toList();
  }

  private static List<Path> list(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
