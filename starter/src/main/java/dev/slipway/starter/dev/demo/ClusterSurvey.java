package dev.slipway.starter.dev.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.demo.ClusterRequest.GatewayName;
import dev.slipway.starter.dev.demo.InstalledTool.Ended;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks whether a cluster has what the demo needs, before anything is changed anywhere. What is
 * missing is said in one sentence that says what to do.
 */
final class ClusterSurvey {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ClusterRequest request;
  private final Kubectl kubectl;

  /**
   * What the demo runs on.
   *
   * @param kubeconfig of the one context, with its credentials in it
   * @param architecture of the nodes, as images name it: {@code amd64}
   * @param gatewayUrl where it answers this machine
   */
  record Ground(String kubeconfig, String architecture, GatewayName gateway, String gatewayUrl) {}

  private record Found(GatewayName name, JsonNode object) {}

  ClusterSurvey(ClusterRequest request, Kubectl kubectl) {
    this.request = request;
    this.kubectl = kubectl;
  }

  /**
   * @throws DevException when something is missing
   */
  Ground ground() {
    String kubeconfig = kubeconfig();
    requireAnswer();
    requireRights();
    Found gateway = gateway();
    JsonNode listener = listener(gateway);
    String url = request.gatewayUrl().orElseGet(() -> address(gateway, listener));
    requireGateway(gateway.name(), url);
    requireRegistry();
    return new Ground(kubeconfig, architecture(), gateway.name(), url);
  }

  private String kubeconfig() {
    Ended ended =
        kubectl.ask("config", "view", "--minify", "--flatten", "--raw", "--output", "yaml");
    if (!ended.isGood()) {
      throw new DevException(
          "Your kubeconfig has no context "
              + request.context()
              + " that can be used ("
              + ended.text()
              + "): kubectl config get-contexts lists those that there are.");
    }
    return ended.text();
  }

  private void requireAnswer() {
    Ended ended = kubectl.ask("get", "--raw", "/readyz");
    if (!ended.isGood()) {
      throw new DevException(
          "The cluster of context "
              + request.context()
              + " does not answer ("
              + lastLine(ended)
              + "): start it, or name another context with --on.");
    }
  }

  private void requireRights() {
    if (!kubectl.ask("auth", "can-i", "create", "namespaces").isGood()) {
      throw new DevException(
          "You may not create a namespace in the cluster of context "
              + request.context()
              + ", and the demo works in one of its own: name a context whose user may.");
    }
  }

  private Found gateway() {
    Ended ended =
        kubectl.ask(
            "get", "gateways.gateway.networking.k8s.io", "--all-namespaces", "--output", "json");
    if (!ended.isGood()) {
      throw new DevException(
          "The cluster of context "
              + request.context()
              + " has no Gateway API ("
              + lastLine(ended)
              + "): install a gateway that implements it, such as Traefik, Envoy Gateway or Istio,"
              + " and make a Gateway.");
    }
    List<Found> found = new ArrayList<>();
    for (JsonNode item : json(ended.text()).path("items")) {
      JsonNode metadata = item.path("metadata");
      found.add(
          new Found(
              new GatewayName(metadata.path("namespace").asText(), metadata.path("name").asText()),
              item));
    }
    return chosen(found);
  }

  private Found chosen(List<Found> found) {
    List<GatewayName> names = found.stream().map(Found::name).toList();
    if (request.gateway().isPresent()) {
      GatewayName wanted = request.gateway().get();
      return found.stream()
          .filter(one -> one.name().equals(wanted))
          .findFirst()
          .orElseThrow(
              () ->
                  new DevException(
                      "The cluster has no Gateway "
                          + wanted
                          + ": name one of "
                          + names
                          + " with --gateway."));
    }
    if (found.isEmpty()) {
      throw new DevException(
          "The cluster has the Gateway API and no Gateway: make one that takes routes of other"
              + " namespaces, and try again.");
    }
    if (found.size() > 1) {
      throw new DevException(
          "The cluster has more than one Gateway: name one of " + names + " with --gateway.");
    }
    return found.getFirst();
  }

  /** The first one for plain HTTP that takes routes of namespaces that are not its own. */
  private static JsonNode listener(Found gateway) {
    for (JsonNode listener : gateway.object().path("spec").path("listeners")) {
      String from = listener.path("allowedRoutes").path("namespaces").path("from").asText("Same");
      if (listener.path("protocol").asText().equals("HTTP") && !from.equals("Same")) {
        return listener;
      }
    }
    throw new DevException(
        "Gateway "
            + gateway.name()
            + " has no listener for plain HTTP that takes routes of other namespaces: give one"
            + " allowedRoutes: {namespaces: {from: All}}, or name another Gateway with --gateway.");
  }

  private static String address(Found gateway, JsonNode listener) {
    String host =
        gateway.object().path("status").path("addresses").path(0).path("value").asText("");
    if (host.isEmpty()) {
      throw new DevException(
          "Gateway "
              + gateway.name()
              + " does not tell an address: give the one at which it answers this machine with"
              + " --gateway-url, such as http://127.0.0.1:8080.");
    }
    return "http://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + listener.path("port").asInt();
  }

  /** Any answer will do: the demo's route is not there yet. */
  private static void requireGateway(GatewayName gateway, String url) {
    if (answer(url + "/").isEmpty()) {
      throw new DevException(
          "Nothing answers at "
              + url
              + ", where gateway "
              + gateway
              + " should: give the address at which it answers this machine with --gateway-url.");
    }
  }

  private void requireRegistry() {
    String host = request.registry().split("/", 2)[0];
    boolean loopback = Registries.isOnThisMachine(host);
    Optional<Integer> status = answer((loopback ? "http://" : "https://") + host + "/v2/");
    if (status.filter(Set.of(200, 401)::contains).isEmpty()) {
      throw new DevException(
          "No registry answers at "
              + host
              + (loopback ? "" : " over HTTPS")
              + ": name one with --registry that this machine can push to and the cluster can pull"
              + " from.");
    }
  }

  /** The nodes' first one; where they cannot be listed, that of this machine. */
  private String architecture() {
    Ended ended =
        kubectl.ask(
            "get", "nodes", "--output", "jsonpath={.items[0].status.nodeInfo.architecture}");
    if (ended.isGood() && ended.text().matches("[a-z0-9]+")) {
      return ended.text();
    }
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private static Optional<Integer> answer(String url) {
    try {
      return Optional.of(
          new ServiceAddress(url).send(HttpRequest.newBuilder(URI.create(url))).status());
    } catch (IOException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new DevException(
          "'" + url + "' is no address: write it like http://127.0.0.1:8080.", e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new DevException("kubectl does not answer with JSON: " + text, e);
    }
  }

  private static String lastLine(Ended ended) {
    return ended.text().substring(ended.text().lastIndexOf('\n') + 1);
  }
}
