package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.Cluster.Effect;
import dev.slipway.cluster.Reach;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.Target;
import dev.slipway.cluster.kubernetes.StubApiServer.Reply;
import dev.slipway.lab.Laboratory;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far an environment's objects reach: kinds found by asking the cluster, and its account. */
class KubernetesReachTest {

  private static final Manifest MAP =
      Shop.json("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"}}");
  private static final Manifest DEFINITION =
      Shop.json(
          """
          {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
           "metadata":{"name":"things.example.com"},
           "spec":{"group":"example.com","scope":"Namespaced",
            "names":{"kind":"Thing","plural":"things"},
            "versions":[{"name":"v1beta1","served":true},{"name":"v1","served":true},
             {"name":"v2","served":false}]}}
          """);

  @TempDir private Path directory;
  private final StubApiServer server;
  private KubernetesConnection connection = Laboratory.connection();

  KubernetesReachTest() throws IOException {
    server = new StubApiServer();
  }

  @BeforeEach
  void connect() throws IOException {
    connection = new KubernetesConnection(server.binding(directory));
  }

  @AfterEach
  void end() {
    connection.close();
    server.close();
  }

  @Test
  void findsWhereTheClusterKeepsAKind() {
    server.answers(
        call ->
            switch (call) {
              case "GET /apis/example.com" ->
                  new Reply(
                      200,
                      """
                      {"preferredVersion":{"version":"v1"},"versions":[{"version":"v2beta1"},{"version":"v1"}]}
                      """);
              case "GET /apis/example.com/v1" ->
                  new Reply(
                      200,
                      """
                      {"resources":[{"name":"things/status","kind":"Thing","namespaced":false},
                       {"name":"things","kind":"Thing","namespaced":false}]}
                      """);
              default -> new Reply(200, "{\"items\":[{\"metadata\":{\"name\":\"one\"}}]}");
            });

    Cluster cluster = within(List.of("things.example.com"), Optional.empty(), List.of());

    assertThat(cluster.kinds().clusterWide()).containsExactly("Thing");
    assertThat(cluster.kinds().namespaced()).contains("StatefulSet", "Job", "RoleBinding");
    assertThat(cluster.list("shops", Map.of()).getLast().id()).isEqualTo("Thing/one");
    assertThat(server.asked()).last().asString().startsWith("GET /apis/example.com/v1/things?");
  }

  @Test
  void takesAKindThatThePathItselfDefinesByItsHighestServedVersion() {
    Cluster cluster = within(List.of("things.example.com"), Optional.empty(), List.of(DEFINITION));

    assertThat(cluster.kinds().namespaced()).contains("Thing");
    assertThat(cluster.get("shops", "Thing", "one")).isEmpty();
    assertThat(server.asked())
        .last()
        .isEqualTo("GET /apis/example.com/v1/namespaces/shops/things/one");
    assertThatThrownBy(
            () ->
                cluster.apply(
                    "shops",
                    Shop.json(
                        "{\"apiVersion\":\"example.com/v1beta1\",\"kind\":\"Thing\",\"metadata\":{\"name\":\"one\"}}"),
                    Effect.DRY_RUN))
        .hasMessage("Thing/one is written in example.com/v1beta1: write it in example.com/v1");
  }

  @Test
  void leavesOutWhatThereIsNotAndDefinesNoKindThatThePlatformDoesNotAllow() {
    assertThat(
            within(List.of("others.example.com"), Optional.empty(), List.of(DEFINITION))
                .kinds()
                .namespaced())
        .doesNotContain("Thing");
  }

  @Test
  void aDiscoveryThatFailsIsNotTakenForNothing() {
    server.answers(call -> Reply.failure(503, "the aggregated API is away"));

    assertThatThrownBy(() -> within(List.of("things.example.com"), Optional.empty(), List.of()))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("the aggregated API is away");
  }

  @Test
  void refusesAKindThatIsCalledLikeAnother() {
    server.answers(
        call ->
            call.endsWith("/v1")
                ? new Reply(
                    200,
                    "{\"resources\":[{\"name\":\"services\",\"kind\":\"Service\",\"namespaced\":true}]}")
                : new Reply(200, "{\"preferredVersion\":{\"version\":\"v1\"}}"));

    assertThatThrownBy(
            () -> within(List.of("services.serving.knative.dev"), Optional.empty(), List.of()))
        .isInstanceOf(RefusedObjectException.class)
        .hasMessage(
            "services.serving.knative.dev cannot be among the environment's kinds: Service means"
                + " services already");
  }

  @Test
  void asksAndWritesAsTheEnvironmentsAccount() {
    server.answers(call -> new Reply(200, MAP.json().toString()));

    within(List.of(), Optional.of("shops/deployer"), List.of()).apply("shops", MAP, Effect.LASTING);
    new KubernetesCluster(connection).get("shops", "ConfigMap", "a");

    assertThat(server.impersonated())
        .containsExactly(
            "system:serviceaccount:shops:deployer", "system:serviceaccount:shops:deployer", "");
  }

  @Test
  void whatTheAccountMayNotWriteIsTheObjectsFault() {
    server.answers(
        call ->
            Reply.failure(
                403,
                "configmaps is forbidden: User \\\"system:serviceaccount:shops:deployer\\\" cannot patch"));

    assertThatThrownBy(
            () ->
                within(List.of(), Optional.of("shops/deployer"), List.of())
                    .rehearse("shops", MAP, Optional.empty()))
        .isInstanceOf(RefusedObjectException.class)
        .hasMessageStartingWith(
            "ConfigMap/a: the account shops/deployer, by which platform.yaml bounds this"
                + " environment, may not write it (configmaps is forbidden");
  }

  @Test
  void whatItMayNotReadAndWhomTheWorkerMayNotBeIsTheInstallationsFault() {
    Cluster cluster = within(List.of(), Optional.of("shops/deployer"), List.of());
    server.answers(call -> Reply.failure(403, "User \\\"w\\\" cannot list resource"));
    misconfigured(() -> cluster.list("shops", Map.of()), "give it the role of");

    server.answers(
        call ->
            Reply.failure(
                403, "User \\\"w\\\" cannot impersonate resource \\\"serviceaccounts\\\""));
    misconfigured(
        () -> cluster.rehearse("shops", MAP, Optional.empty()),
        "the worker may not act as the account shops/deployer in cluster stub: apply"
            + " deploy/kubernetes/account.yaml");
  }

  @Test
  void namesWhoseFieldsItWouldTakeAndRehearsesThat() {
    server.answers(
        call ->
            call.contains("force=true")
                ? new Reply(200, MAP.json().toString())
                : new Reply(
                    409,
                    """
                    {"message":"Apply failed with 1 conflict","details":{"causes":[
                     {"reason":"FieldManagerConflict","field":".data.A",
                      "message":"conflict with \\"kubectl-edit\\" using v1"}]}}
                    """));

    assertThat(new KubernetesCluster(connection).rehearse("shops", MAP, Optional.empty()))
        .containsExactly("ConfigMap/a: data.A, set by kubectl-edit");
    assertThat(server.asked()).hasSize(2).last().asString().contains("force=true", "dryRun=All");
  }

  private static void misconfigured(ThrowingCallable call, String words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(FailureType.MISCONFIGURED.name());
              assertThat(failure.getOriginalMessage()).contains(words);
            });
  }

  private Cluster within(List<String> kinds, Optional<String> account, List<Manifest> path) {
    Target plain = Shop.TARGET;
    return new KubernetesCluster(connection)
        .within(
            new Target(
                plain.key(),
                plain.cluster(),
                plain.namespace(),
                plain.config(),
                plain.workload(),
                plain.route(),
                List.of(),
                new Reach(kinds, account)),
            path);
  }
}
