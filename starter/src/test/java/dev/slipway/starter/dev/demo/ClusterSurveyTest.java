package dev.slipway.starter.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.demo.ClusterRequest.GatewayName;
import dev.slipway.starter.dev.demo.ClusterSurvey.Ground;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo needs of a cluster, and how it says what is missing. */
class ClusterSurveyTest {

  private static final String GATEWAYS = "get gateways.gateway.networking.k8s.io";
  @TempDir private Path directory;
  private HttpServer here;
  private FakeKubectl kubectl;

  @BeforeEach
  void aClusterThatHasAll() throws IOException {
    here = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    here.createContext("/v2/", exchange -> exchange.sendResponseHeaders(200, -1));
    here.start();
    kubectl =
        new FakeKubectl(directory)
            .answers("config view", "kind: Config")
            .answers("get nodes", "arm64")
            .answers(GATEWAYS, gateways(gateway("gateway", "gw", port())));
  }

  @AfterEach
  void stop() {
    here.stop(0);
  }

  @Test
  void findsTheOnlyGatewayItsAddressAndTheNodesArchitecture() throws IOException {
    Ground ground = survey(request("127.0.0.1:" + port() + "/team"));

    assertThat(ground)
        .isEqualTo(
            new Ground(
                "kind: Config",
                "arm64",
                new GatewayName("gateway", "gw"),
                "http://127.0.0.1:" + port()));
    assertThat(kubectl.asked()).allMatch(line -> line.startsWith("--context kind-dev "));
  }

  @Test
  void changesNothing() throws IOException {
    survey(request("127.0.0.1:" + port()));

    assertThat(kubectl.asked())
        .noneMatch(line -> line.matches(".* (create namespace|apply|delete|label|patch) .*"));
  }

  @Test
  void saysSoWhereTheContextIsNotThere() {
    kubectl.fails("config view", "error: context does not exist");

    refuses(request("127.0.0.1:" + port()), "no context kind-dev", "get-contexts");
  }

  @Test
  void saysSoWhereTheClusterDoesNotAnswer() {
    kubectl.fails("get --raw /readyz", "connection refused");

    refuses(request("127.0.0.1:" + port()), "does not answer (connection refused)", "start it");
  }

  @Test
  void saysSoWhereNoNamespaceMayBeMade() {
    kubectl.fails("auth can-i create namespaces", "no");

    refuses(request("127.0.0.1:" + port()), "may not create a namespace", "whose user may");
  }

  @Test
  void saysSoWhereThereIsNoGateway() {
    kubectl.fails(GATEWAYS, "the server does not have a resource type");
    refuses(request("127.0.0.1:" + port()), "no Gateway API", "install a gateway");

    kubectl.answers(GATEWAYS, gateways(""));
    refuses(request("127.0.0.1:" + port()), "no Gateway", "make one");
  }

  @Test
  void asksWhichOfSeveralGatewaysIsMeant() throws IOException {
    kubectl.answers(GATEWAYS, gateways(gateway("a", "one", 1) + "," + gateway("b", "two", port())));
    String registry = "127.0.0.1:" + port();

    refuses(request(registry), "more than one Gateway", "[a/one, b/two]", "--gateway");
    refuses(request(registry, "c/three"), "no Gateway c/three", "[a/one, b/two]");
    assertThat(survey(request(registry, "b/two")).gateway().name()).isEqualTo("two");
  }

  @Test
  void saysSoWhereTheGatewayTakesNoRoutesOfOtherNamespaces() {
    String same = gateway("gateway", "gw", port()).replace("All", "Same");
    kubectl.answers(GATEWAYS, gateways(same));

    refuses(request("127.0.0.1:" + port()), "routes of other namespaces", "from: All");
  }

  @Test
  void saysSoWhereTheGatewayTellsNoAddress() {
    String silent = gateway("gateway", "gw", port()).replace("\"127.0.0.1\"", "\"\"");
    kubectl.answers(GATEWAYS, gateways(silent));

    refuses(request("127.0.0.1:" + port()), "does not tell an address", "--gateway-url");
  }

  @Test
  void saysSoWhereTheGatewayDoesNotAnswerThisMachine() {
    int nobody = port();
    here.stop(0);

    refuses(
        request("127.0.0.1:" + nobody),
        "Nothing answers at http://127.0.0.1:" + nobody,
        "--gateway-url");
  }

  @Test
  void saysSoWhereTheRegistryDoesNotAnswer() {
    refuses(request("127.0.0.1:1"), "No registry answers at 127.0.0.1:1", "--registry");
  }

  private void refuses(ClusterRequest request, String... words) {
    assertThatThrownBy(() -> survey(request))
        .isInstanceOf(DevException.class)
        .hasMessageContainingAll(words)
        .satisfies(refusal -> assertThat(refusal.getMessage()).endsWith(".").doesNotContain("\n"));
  }

  private Ground survey(ClusterRequest request) throws IOException {
    return new ClusterSurvey(request, kubectl.installed("kind-dev")).ground();
  }

  private static ClusterRequest request(String registry) {
    return new ClusterRequest(
        "kind-dev", registry, "java:21", Optional.empty(), Optional.empty(), false);
  }

  private static ClusterRequest request(String registry, String gateway) {
    return new ClusterRequest(
        "kind-dev", registry, "java:21", GatewayName.parse(gateway), Optional.empty(), false);
  }

  private int port() {
    return here.getAddress().getPort();
  }

  private static String gateway(String namespace, String name, int port) {
    return """
        {"metadata": {"namespace": "%s", "name": "%s"},
         "spec": {"listeners": [
           {"protocol": "HTTPS", "port": 8443, "allowedRoutes": {"namespaces": {"from": "All"}}},
           {"protocol": "HTTP", "port": %d, "allowedRoutes": {"namespaces": {"from": "All"}}}]},
         "status": {"addresses": [{"value": "127.0.0.1"}]}}
        """
        .formatted(namespace, name, port);
  }

  private static String gateways(String items) {
    return "{\"items\": [" + items + "]}";
  }
}
