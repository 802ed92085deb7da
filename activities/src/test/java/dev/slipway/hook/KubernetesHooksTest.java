package dev.slipway.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cluster.MemoryCluster.KilledWorker;
import dev.slipway.cluster.Pulse;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.kubernetes.KubernetesCluster;
import dev.slipway.cluster.kubernetes.KubernetesConnection;
import dev.slipway.hook.Hook.Occasion;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsCluster;
import dev.slipway.manifest.Manifest;
import dev.slipway.rollout.MortalPulse;
import dev.slipway.rollout.RealPulse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs on a real cluster. */
@NeedsCluster
class KubernetesHooksTest {

  /** Prints one line and ends with success. */
  private static final String GOOD = "\"image\":\"localhost/coredns:1\",\"args\":[\"-version\"]";

  /** Prints one line and ends with code 1. */
  private static final String BAD =
      "\"image\":\"localhost/echo:1\",\"env\":[{\"name\":\"FAIL\",\"value\":\"exit\"}]";

  /** Prints one line and goes on for ever. */
  private static final String ENDLESS =
      "\"image\":\"localhost/echo:1\",\"env\":[{\"name\":\"GRACE\",\"value\":\"0s\"}]";

  private final String namespace = Laboratory.namespace("hooks");
  private final EchoService service = new EchoService(namespace);
  private final KubernetesConnection connection = Laboratory.connection();
  private final Shop shop = new Shop();

  @AfterEach
  void end() {
    Laboratory.delete(namespace);
    connection.close();
  }

  @Test
  void runsAJobOnceWithTheConfigurationOfItsRevisionWhichGoesWithIt() {
    path("c1", GOOD, "");

    HookReport first = run("c1", 60);
    HookReport again = run("c1", 60);

    assertThat(first.succeeded()).as(first.detail()).isTrue();
    assertThat(first.detail()).contains("succeeded after ", "its log ends with: ", "CoreDNS-");
    assertThat(again.succeeded()).isTrue();
    assertThat(pods()).hasSize(1);
    assertThat(get("configmaps", "-l", "slipway.dev/hook")).hasSize(1);
    assertThat(get("jobs", "-l", "slipway.dev/managed-by")).isEmpty();
    Laboratory.kubectl(namespace, "delete", "job/" + hook(60).jobName(Shop.revision("c1")));
    Laboratory.await(
        "the end of the Job's configuration",
        Duration.ofSeconds(60),
        () -> get("configmaps", "-l", "slipway.dev/hook").isEmpty(),
        () -> "it is still there");
  }

  @Test
  void tellsTheLastLinesOfAJobThatFails() {
    path("c1", BAD, "\"backoffLimit\":0,");

    HookReport report = run("c1", 60);

    assertThat(report.succeeded()).isFalse();
    assertThat(report.detail())
        .contains("ended with code 1", "its log ends with: no database: FAIL=exit");
    assertThat(Laboratory.kubectl(namespace, logs(report))).contains("no database: FAIL=exit");
  }

  @Test
  void stopsAJobAtItsDeadline() {
    path("c1", ENDLESS, "");

    HookReport report = run("c1", 5);

    assertThat(report.detail())
        .isEqualTo("it did not end within 5 s: its log ends with: listening on :8080");
    Laboratory.await(
        "the end of the Job",
        Duration.ofSeconds(60),
        () -> failed().equals("True"),
        () -> Laboratory.kubectl(namespace, "get", "jobs,pods"));
  }

  @Test
  void doesNotWaitForAnImageThatCannotBeHad() {
    path("c1", "\"image\":\"localhost:5000/nowhere:1\"", "");

    assertThat(run("c1", 300).detail())
        .contains("the image localhost:5000/nowhere:1 of pod", "cannot be pulled");
  }

  @Test
  void aWorkerThatIsKilledInTheMiddleLeavesTheJobToTheNextWhichRunsItOnce() {
    path("c1", GOOD, "\"completions\":3,\"parallelism\":1,");

    // Right after its first look at the Job that runs.
    MortalPulse dying = new MortalPulse();
    dying.dieAfter(Duration.ZERO);
    assertThatThrownBy(() -> run("c1", 120, dying)).isInstanceOf(KilledWorker.class);
    List<String> before = get("jobs");
    HookReport report = run("c1", 120);

    assertThat(before).hasSize(1);
    assertThat(report.succeeded()).as(report.detail()).isTrue();
    assertThat(get("jobs")).isEqualTo(before);
    assertThat(pods()).hasSize(3);
  }

  @Test
  void aFailedJobIsRunAgainForAnotherCommitOfItsRevision() {
    path("c1", BAD, "\"backoffLimit\":0,");
    run("c1", 60);
    path("c2", BAD, "\"backoffLimit\":0,");

    HookReport report =
        hooks(new RealPulse())
            .run(new HookOrder(service.target(), "c2", Shop.revision("c1"), hook(60)));

    assertThat(report.detail()).contains("no database");
    assertThat(get("jobs")).hasSize(1);
    assertThat(
            Laboratory.kubectl(
                namespace,
                "get",
                "jobs",
                "-o",
                "jsonpath={.items[0].metadata.annotations.slipway\\.dev/commit}"))
        .isEqualTo("c2");
  }

  private void path(String commit, String container, String spec) {
    List<Manifest> objects = new ArrayList<>(service.path("1", 0));
    objects.add(
        Shop.json(
            """
            {"apiVersion":"batch/v1","kind":"Job",
             "metadata":{"name":"migrate","annotations":{"argocd.argoproj.io/hook":"PreSync"}},
             "spec":{%s"template":{"spec":{"restartPolicy":"Never","terminationGracePeriodSeconds":1,
              "containers":[{"name":"main","envFrom":[{"configMapRef":{"name":"shop"}}],%s}]}}}}
            """
                .formatted(spec, container)));
    shop.objects(commit, objects);
  }

  private HookReport run(String commit, int seconds) {
    return run(commit, seconds, new RealPulse());
  }

  private HookReport run(String commit, int seconds, Pulse pulse) {
    return hooks(pulse)
        .run(new HookOrder(service.target(), commit, Shop.revision(commit), hook(seconds)));
  }

  private ClusterHooks hooks(Pulse pulse) {
    return new ClusterHooks(shop, new KubernetesCluster(connection), pulse);
  }

  private static Hook hook(int seconds) {
    return new Hook("migrate", Occasion.PRE_SYNC, Duration.ofSeconds(seconds));
  }

  private List<String> pods() {
    return get("pods", "-l", "batch.kubernetes.io/job-name");
  }

  private List<String> get(String kind, String... more) {
    List<String> arguments = new ArrayList<>(List.of("get", kind));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("-o", "jsonpath={.items[*].metadata.uid}"));
    String uids = Laboratory.kubectl(namespace, arguments.toArray(new String[0]));
    return uids.isBlank() ? List.of() : List.of(uids.split(" ", -1));
  }

  private String failed() {
    return Laboratory.kubectl(
        namespace,
        "get",
        "jobs",
        "-o",
        "jsonpath={.items[0].status.conditions[?(@.type==\"Failed\")].status}");
  }

  /** The arguments of the command that the report names. */
  private static String[] logs(HookReport report) {
    String command = report.reference();
    return command.substring(command.indexOf("logs")).split(" ", -1);
  }
}
