package dev.slipway.starter.dev.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.DevMarker;
import dev.slipway.starter.dev.Installation;
import dev.slipway.starter.dev.Progress;
import dev.slipway.starter.dev.StackOptions;
import dev.slipway.starter.dev.StateDirectory;
import dev.slipway.starter.dev.demo.ClusterSurvey.Ground;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A Kubernetes cluster of the person's: real pods behind the gateway that they run, in a namespace
 * of the demo's own, which goes with it. The worker runs on this machine, with the person's own
 * credentials.
 */
final class KubernetesVenue implements Venue {

  private static final String KUBECONFIG = "kubeconfig";

  /** The worker is judged by what the pods themselves count: any gateway will do. */
  private static final String PLATFORM =
      """
      # Which repository and team own a service, where its environments lie, and who may do what.
      # The worker reads this file anew when it changes. Reference: docs/reference/platform-file.md
      apiVersion: slipway.dev/v1
      clusters:
        - name: kubernetes
          kubeconfig: kubeconfig
          context: @CONTEXT@
          # Any gateway will do, as the pods themselves tell what they have answered.
          metrics: {scrape: {port: 8080}, preset: micrometer}
      services:
        - name: shop
          team: shop
          source: {repository: repositories/shop.git}
          environments:
            - name: production
              cluster: kubernetes
              namespace: @NAMESPACE@
              config: {repository: repositories/shop-config.git, path: environments/production/shop}
              # The service may release without a human decision; its delivery file says whether it does.
              deploymentMode: allowed
      """;

  private final ClusterRequest request;
  private final Kubectl kubectl;
  private final Ground ground;
  private final String namespace;
  private final Progress progress;
  private Path kubeconfig = Path.of(KUBECONFIG);
  private final AtomicBoolean open = new AtomicBoolean();

  /**
   * @param ground what was found
   * @param namespace that is not there yet
   */
  KubernetesVenue(
      ClusterRequest request, Kubectl kubectl, Ground ground, String namespace, Progress progress) {
    this.request = request;
    this.kubectl = kubectl;
    this.ground = ground;
    this.namespace = namespace;
    this.progress = progress;
  }

  @Override
  public StackOptions stack() {
    return StackOptions.usual().withoutLocalCluster();
  }

  @Override
  public SampleEdition sample(Installation installation) {
    Path shop = installation.shop();
    return new SampleEdition(
        List.of(shop, shop.resolve("kubernetes")),
        Map.of(
            "run: ./build.sh", "run: ./build.sh && ./image.sh",
            "artifact: {file: build/shop.jar}", "artifact: {image: " + image() + "}",
            "@NAMESPACE@", namespace,
            "@GATEWAY_NAMESPACE@", ground.gateway().namespace(),
            "@GATEWAY_NAME@", ground.gateway().name(),
            "@STARTER@", quotedForShell(installation.jar("starter").toString()),
            "@BASE_IMAGE@", quotedForShell(request.baseImage()),
            "@ARCHITECTURE@", ground.architecture()));
  }

  private String image() {
    return request.registry() + "/" + namespace + "/shop";
  }

  private static String quotedForShell(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  @Override
  public String platform() {
    return PLATFORM
        .replace("@CONTEXT@", quotedForYaml(request.context()))
        .replace("@NAMESPACE@", namespace);
  }

  private static String quotedForYaml(String text) {
    try {
      return new ObjectMapper().writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void open(StateDirectory state) {
    kubeconfig = state.root().resolve(KUBECONFIG);
    try {
      Files.createFile(
          kubeconfig,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(kubeconfig, ground.kubeconfig(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DevException(kubeconfig + " cannot be written (" + e.getMessage() + ").", e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::abandon, "namespace"));
    open.set(true);
    kubectl.required("create", "namespace", namespace);
    progress.say(
        "made namespace "
            + namespace
            + (request.keepNamespace()
                ? ""
                : ", which goes at the end; should this command be killed: " + deletion()));
  }

  private String deletion() {
    return kubectl.words() + " delete namespace " + namespace;
  }

  @Override
  public String parts() {
    return "Temporal and worker";
  }

  @Override
  public String service(DevMarker marker) {
    return ground.gatewayUrl() + "/" + namespace;
  }

  @Override
  public LiveView view(DevMarker marker) {
    return new ClusterView(kubectl, namespace, service(marker));
  }

  @Override
  public List<String> whereToLook() {
    return List.of(
        "  the cluster       "
            + kubectl.words()
            + " -n "
            + namespace
            + " get deployments,pods,services,httproutes",
        "  its images        " + image());
  }

  @Override
  public void close() {
    if (!open.compareAndSet(true, false)) {
      return;
    }
    if (request.keepNamespace()) {
      progress.say("namespace " + namespace + " stays; take it away with " + deletion());
      return;
    }
    progress.say("deleting namespace " + namespace);
    try {
      kubectl.required(
          "delete", "namespace", namespace, "--ignore-not-found", "--wait", "--timeout=120s");
      Files.deleteIfExists(kubeconfig);
    } catch (DevException e) {
      progress.say("it could not be deleted, do it yourself: " + deletion());
      throw e;
    } catch (IOException e) {
      throw new DevException(kubeconfig + " cannot be deleted (" + e.getMessage() + ").", e);
    }
  }

  /** The command was told to end: what the cluster then does by itself is not waited for. */
  private void abandon() {
    if (!open.compareAndSet(true, false) || request.keepNamespace()) {
      return;
    }
    try {
      kubectl.required("delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
      Files.deleteIfExists(kubeconfig);
    } catch (DevException | IOException e) {
      progress.say(
          "namespace " + namespace + " could not be deleted, do it yourself: " + deletion());
    }
  }
}
