package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cluster.Cluster.Effect;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.kubernetes.StubApiServer.Reply;
import dev.slipway.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the API server is asked, and in which order, where another tool has applied a second port of
 * the same name.
 */
class TakeOverCallsTest {

  private static final Manifest DESIRED =
      Shop.json(
          """
          {"apiVersion":"v1","kind":"Service","metadata":{"name":"shop"},
           "spec":{"ports":[{"name":"http","port":80}]}}
          """);

  private static final Reply LIVE =
      new Reply(
          200,
          """
          {"apiVersion":"v1","kind":"Service",
           "metadata":{"name":"shop","resourceVersion":"7","managedFields":[
            {"manager":"rival","operation":"Apply","fieldsV1":{"f:spec":{"f:ports":{".":{},
             "k:{\\"port\\":81,\\"protocol\\":\\"TCP\\"}":{".":{},"f:name":{},"f:port":{}}}}}}]},
           "spec":{"ports":[{"name":"http","port":81,"protocol":"TCP"}]}}
          """);

  private static final Reply REFUSAL =
      new Reply(
          422,
          """
          {"message":"two of a name","details":{"causes":
           [{"reason":"FieldValueDuplicate","field":"spec.ports[1].name"}]}}
          """);

  private static final String OBJECT = "/api/v1/namespaces/shops/services/shop";
  private static final String READ = "GET " + OBJECT;
  private static final String PATCH =
      "PATCH " + OBJECT + "?fieldManager=slipway&fieldValidation=Strict";
  private static final String FORCED = PATCH + "&force=true";
  private static final String TRIED = PATCH + "&dryRun=All";

  @TempDir private Path directory;
  private final StubApiServer server;
  private KubernetesCluster cluster;
  private KubernetesConnection connection;

  TakeOverCallsTest() throws IOException {
    server = new StubApiServer();
  }

  @BeforeEach
  void connect() throws IOException {
    connection = new KubernetesConnection(server.binding(directory));
    cluster = new KubernetesCluster(connection);
  }

  @AfterEach
  void end() {
    connection.close();
    server.close();
  }

  @Test
  void nothingIsTakenFromAnotherApplierBeforeItIsSureThatThisHelps() {
    answers(LIVE, REFUSAL, LIVE, LIVE, LIVE, LIVE, LIVE);

    cluster.apply("shops", DESIRED, Effect.LASTING);

    assertThat(server.asked()).containsExactly(READ, FORCED, READ, TRIED, READ, PATCH, FORCED);
  }

  @Test
  void nothingIsTakenWhereItWouldNotHelp() {
    answers(LIVE, REFUSAL, LIVE, REFUSAL);

    assertThatThrownBy(() -> cluster.apply("shops", DESIRED, Effect.LASTING))
        .isInstanceOf(RefusedObjectException.class);

    assertThat(server.asked()).containsExactly(READ, FORCED, READ, TRIED);
  }

  @Test
  void whatIsRefusedAlthoughNobodyElseHasSetAnythingIsTriedNoSecondTime() {
    answers(new Reply(404, "{}"), REFUSAL, new Reply(404, "{}"));

    assertThatThrownBy(() -> cluster.apply("shops", DESIRED, Effect.LASTING))
        .isInstanceOf(RefusedObjectException.class)
        .hasMessage("Service/shop: two of a name");

    assertThat(server.asked()).containsExactly(READ, FORCED, READ);
  }

  @Test
  void aRehearsalThatIsRefusedTriesTheTakeOverAtOnce() {
    answers(REFUSAL, LIVE, LIVE);

    assertThat(cluster.rehearse("shops", DESIRED, Optional.empty())).isEmpty();

    assertThat(server.asked()).containsExactly(TRIED, READ, TRIED);
  }

  private void answers(Reply... replies) {
    Iterator<Reply> next = List.of(replies).iterator();
    server.answers(call -> next.next());
  }
}
