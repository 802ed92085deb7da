package dev.slipway.benchmarks.reconcile;

import dev.slipway.cluster.SyncOrder;
import dev.slipway.cluster.Target;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.gitops.render.Rendered;
import dev.slipway.gitops.render.Renderer;
import dev.slipway.gitops.render.RevisionDigest;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.ManifestFile;
import dev.slipway.manifest.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Environments of ten objects each: a Deployment without pods, a Service and eight ConfigMaps. Each
 * has a namespace of its own, and content that can be changed.
 */
final class Fleet implements Renderer {

  static final int OBJECTS = 10;

  private static final int CONFIG_MAPS = OBJECTS - 2;

  private static final String WORKLOAD =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: app}
      spec:
        replicas: 0
        selector: {matchLabels: {app: app}}
        template:
          metadata: {labels: {app: app}}
          spec: {containers: [{name: app, image: "localhost/echo:1"}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: app}
      spec: {selector: {app: app}, ports: [{port: 80, targetPort: 8080}]}
      """;

  private final String prefix;
  private final int environments;
  private final Map<String, String> contents = new ConcurrentHashMap<>();

  Fleet(String prefix, int environments) {
    this.prefix = prefix;
    this.environments = environments;
  }

  /** The namespaces, which are the environments' services, too. */
  List<String> namespaces() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < environments; i++) {
      names.add(prefix + "-" + i);
    }
    return names;
  }

  /** Every ConfigMap of an environment is another from now on, or only the first. */
  void change(String namespace, String content, boolean all) {
    for (int i = 0; i < (all ? CONFIG_MAPS : 1); i++) {
      contents.put(namespace + "/" + i, content);
    }
  }

  SyncOrder order(String namespace) {
    return new SyncOrder(
        new Target(
            new EnvironmentKey("production", namespace),
            "lab",
            namespace,
            new ConfigPath("config", "main", namespace),
            "app",
            "app"),
        "head",
        Optional.empty(),
        true,
        0);
  }

  @Override
  public Rendered render(ConfigPath path, String commit, String workload) {
    List<Manifest> objects = new ArrayList<>(manifests(path.path()));
    Workload found = Workload.find(objects, workload).orElseThrow();
    return new Rendered(RevisionDigest.state(commit, objects, found), objects);
  }

  private List<Manifest> manifests(String namespace) {
    StringBuilder text = new StringBuilder(WORKLOAD);
    for (int i = 0; i < CONFIG_MAPS; i++) {
      text.append(
          """
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: settings-%d}
          data: {content: %s}
          """
              .formatted(i, contents.getOrDefault(namespace + "/" + i, "first")));
    }
    return ManifestFile.parse("app.yaml", text.toString()).entries().stream()
        .map(ManifestFile.Entry::manifest)
        .toList();
  }
}
