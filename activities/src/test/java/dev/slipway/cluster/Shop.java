package dev.slipway.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.gitops.RenderedState;
import dev.slipway.gitops.render.Rendered;
import dev.slipway.gitops.render.Renderer;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A service's path in a config repository, at commits that are written by hand. */
public final class Shop implements Renderer {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  public static final Target TARGET =
      new Target(
          new EnvironmentKey("production", "shop"),
          "local",
          "shops",
          new ConfigPath("config.git", "main", "shop"),
          "shop",
          "shop");

  private final Map<String, List<Manifest>> commits = new HashMap<>();
  private boolean broken;

  /** The path at a commit: so many replicas of an image with a greeting, and what else is given. */
  public Shop commit(String commit, String image, int replicas, String greeting, String... more) {
    List<Manifest> objects = new ArrayList<>();
    objects.add(
        json(
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"shop"},
             "spec":{"replicas":%d,"selector":{"matchLabels":{"app":"shop"}},
              "template":{"metadata":{"labels":{"app":"shop"}},
               "spec":{"containers":[{"name":"shop","image":"%s",
                "envFrom":[{"configMapRef":{"name":"shop"}},{"secretRef":{"name":"shop"}}]}]}}}}
            """
                .formatted(replicas, image)));
    objects.add(
        json(
            """
            {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"shop"},
             "spec":{"rules":[{"backendRefs":[{"name":"shop","port":80}]}]}}
            """));
    objects.add(
        json(
            """
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"shop"},
             "spec":{"selector":{"app":"shop"},"ports":[{"port":80}]}}
            """));
    objects.add(
        json(
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"shop"},"data":{"GREETING":"%s"}}
            """
                .formatted(greeting)));
    objects.add(
        json(
            """
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"shop"},"stringData":{"PASSWORD":"hunter2"}}
            """));
    for (String object : more) {
      objects.add(json(object));
    }
    commits.put(commit, objects);
    return this;
  }

  /** The path at a commit, as given. */
  public void objects(String commit, List<Manifest> objects) {
    commits.put(commit, objects);
  }

  /** In place of one of the same name. */
  public Shop instead(String commit, String object) {
    Manifest other = json(object);
    commits.put(
        commit, at(commit).stream().map(o -> o.id().equals(other.id()) ? other : o).toList());
    return this;
  }

  public Shop without(String commit, String id) {
    commits.put(commit, at(commit).stream().filter(o -> !o.id().equals(id)).toList());
    return this;
  }

  private List<Manifest> at(String commit) {
    return Objects.requireNonNull(commits.get(commit), commit);
  }

  /** The repository does not answer. */
  public void breakDown() {
    broken = true;
  }

  public static Manifest json(String text) {
    return new Manifest(tree(text));
  }

  /** A part of an object. */
  public static ObjectNode tree(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  public static String revision(String commit) {
    return "revision-of-" + commit;
  }

  @Override
  public Rendered render(ConfigPath path, String commit, String workload) {
    if (broken) {
      throw FailureType.UNREACHABLE.retryable("the config repository does not answer");
    }
    List<Manifest> objects = at(commit);
    return new Rendered(
        new RenderedState(commit, revision(commit), "pods", Optional.empty(), objects.size()),
        objects);
  }
}
