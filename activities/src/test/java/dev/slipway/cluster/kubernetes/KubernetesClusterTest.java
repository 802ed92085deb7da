package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cluster.Cluster.Effect;
import dev.slipway.cluster.OutdatedObjectException;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.kubernetes.StubApiServer.Reply;
import dev.slipway.manifest.Manifest;
import dev.slipway.platform.ClusterBinding;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an API server's refusals and absences become: an error is never an empty answer. */
class KubernetesClusterTest {

  private static final Map<String, String> LABELS = Map.of("slipway.dev/managed-by", "slipway");
  private static final Manifest MAP =
      Shop.json("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"}}");

  @TempDir private Path directory;
  private final StubApiServer server;
  private KubernetesConnection connection = connection("/nowhere");

  KubernetesClusterTest() throws IOException {
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
  void listsEveryKindPageByPageAndNamesTheKindOfEachItem() {
    server.answers(
        call ->
            new Reply(
                200,
                !call.contains("/configmaps")
                    ? "{\"items\":[]}"
                    : call.contains("continue=next")
                        ? "{\"items\":[{\"metadata\":{\"name\":\"b\"}}]}"
                        : "{\"metadata\":{\"continue\":\"next\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}"));

    assertThat(cluster().list("shops", LABELS))
        .extracting(Manifest::id)
        .containsExactly("ConfigMap/a", "ConfigMap/b");
    assertThat(server.asked())
        .anyMatch(
            call ->
                call.equals(
                    "GET /apis/apps/v1/namespaces/shops/deployments?limit=500&labelSelector=slipway.dev%2Fmanaged-by%3Dslipway"));
  }

  @Test
  void aKindThatTheClusterDoesNotKnowHasNoObjects() {
    server.answers(
        call ->
            call.contains("httproutes")
                ? Reply.failure(404, "the server could not find the requested resource")
                : new Reply(200, "{\"items\":[]}"));

    assertThat(cluster().list("shops", LABELS)).isEmpty();
  }

  @Test
  void oneKindThatCannotBeListedIsNeverAnEmptyAnswer() {
    server.answers(
        call ->
            call.contains("services?")
                ? Reply.failure(500, "etcd is away")
                : new Reply(200, "{\"items\":[]}"));

    failsWith(FailureType.UNREACHABLE, "etcd is away", () -> cluster().list("shops", LABELS));
  }

  @Test
  void anAnswerWithoutItemsIsNoEmptyList() {
    server.answers(call -> new Reply(200, "{}"));

    failsWith(FailureType.UNREACHABLE, "no items", () -> cluster().list("shops", LABELS));
  }

  @Test
  void saysThatTheCredentialsAreNotAccepted() {
    server.answers(call -> Reply.failure(401, "Unauthorized"));

    failsWith(
        FailureType.MISCONFIGURED,
        "cluster stub does not accept the worker's credentials",
        () -> cluster().get("shops", "Service", "shop"));
  }

  @Test
  void saysWhichRightIsMissing() {
    server.answers(
        call -> Reply.failure(403, "services is forbidden: User 'ada' cannot get resource"));

    failsWith(
        FailureType.MISCONFIGURED,
        "give its account the role of deploy/kubernetes",
        () -> cluster().get("shops", "Service", "shop"));
  }

  @Test
  void aServerThatIsAwayIsWorthARetry() {
    server.close();

    failsWith(
        FailureType.UNREACHABLE,
        "cluster stub does not answer",
        () -> cluster().get("shops", "Service", "shop"));
  }

  @Test
  void aMissingKubeconfigIsNamed() {
    KubernetesCluster lost = new KubernetesCluster(connection("/nowhere/kubeconfig"));

    failsWith(
        FailureType.MISCONFIGURED,
        "the kubeconfig /nowhere/kubeconfig of cluster stub cannot be read",
        () -> lost.get("shops", "Service", "shop"));
  }

  @Test
  void whatTheServerCallsInvalidIsRefusedWithItsWords() {
    server.answers(
        call ->
            call.startsWith("GET")
                ? Reply.failure(404, "not found")
                : Reply.failure(422, "ConfigMap is invalid: metadata.name"));

    assertThatThrownBy(() -> cluster().apply("shops", MAP, Effect.LASTING))
        .isInstanceOf(RefusedObjectException.class)
        .hasMessage("ConfigMap/a: ConfigMap is invalid: metadata.name");
  }

  @Test
  void aQuotaIsARefusalAndNoMissingRight() {
    server.answers(
        call -> Reply.failure(403, "exceeded quota: few, requested: count/configmaps=1"));

    assertThatThrownBy(() -> cluster().apply("shops", MAP, Effect.DRY_RUN))
        .isInstanceOf(RefusedObjectException.class)
        .hasMessageContaining("exceeded quota: few");
  }

  @Test
  void anObjectThatChangedMeanwhileIsOutdated() {
    server.answers(call -> Reply.failure(409, "the object has been modified"));

    assertThatThrownBy(() -> cluster().apply("shops", MAP, Effect.DRY_RUN))
        .isInstanceOf(OutdatedObjectException.class);
  }

  @Test
  void neverQuotesWhatTheServerSaysOfASecret() {
    server.answers(
        call ->
            call.startsWith("GET")
                ? new Reply(404, "{}")
                : new Reply(
                    422,
                    """
                    {"message":"Invalid value: \\"hunter2\\"","details":{"causes":
                     [{"field":"data.PASSWORD","reason":"FieldValueInvalid"}]}}
                    """));

    assertThatThrownBy(
            () ->
                cluster()
                    .apply(
                        "shops",
                        Shop.json(
                            "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"}}"),
                        Effect.DRY_RUN))
        .hasMessage("Secret/a is not valid: data.PASSWORD (FieldValueInvalid)");
  }

  @Test
  void writesAsOneFieldManagerAndOnlyTriesInADryRun() {
    server.answers(call -> new Reply(200, MAP.json().toString()));

    cluster().apply("shops", MAP, Effect.DRY_RUN);

    assertThat(server.asked())
        .containsExactly(
            "PATCH /api/v1/namespaces/shops/configmaps/a?fieldManager=slipway&fieldValidation=Strict&force=true&dryRun=All");
  }

  @Test
  void anotherVersionOfAKindIsRefused() {
    assertThatThrownBy(
            () ->
                cluster()
                    .apply(
                        "shops",
                        Shop.json(
                            "{\"apiVersion\":\"extensions/v1beta1\",\"kind\":\"Ingress\",\"metadata\":{\"name\":\"a\"}}"),
                        Effect.DRY_RUN))
        .hasMessage("Ingress/a is written in extensions/v1beta1: write it in networking.k8s.io/v1");
  }

  private KubernetesCluster cluster() {
    return new KubernetesCluster(connection);
  }

  private static KubernetesConnection connection(String kubeconfig) {
    return new KubernetesConnection(
        new ClusterBinding("stub", Optional.of(kubeconfig), Optional.of("stub"), Optional.empty()));
  }

  private static void failsWith(FailureType type, String words, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(type.name());
              assertThat(failure.getOriginalMessage()).contains(words);
              assertThat(failure.isNonRetryable()).isFalse();
            });
  }
}
