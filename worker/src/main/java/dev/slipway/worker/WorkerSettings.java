package dev.slipway.worker;

import dev.slipway.gitops.render.tool.RenderTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of a worker, {@code slipway.*}.
 *
 * @param platformFile the platform file
 * @param work where caches, workspaces and logs are kept; can be lost without harm
 * @param artifacts where file artifacts are kept by digest; shared by the workers that build and
 *     the clusters that run
 * @param roles what this worker serves: {@code workflows}, {@code builds}, {@code clusters}; all by
 *     default
 * @param clusters state directory of each local cluster by its name
 * @param kubernetesClusters names of those Kubernetes clusters of the platform file that this
 *     worker serves; none named: all that it can reach
 * @param builds how many builds and test suites run at once; 2 by default
 * @param branchPoll how often each watched branch is asked for its head; one question per
 *     repository and branch
 * @param clusterPoll how often each cluster is asked for changes
 * @param render where {@code kustomize} and {@code helm} are; one that is not named is looked for
 *     on the path, then where {@code tools/render/build} puts it
 * @param drain how long running activities may take to end when the worker is stopped
 */
@ConfigurationProperties("slipway")
public record WorkerSettings(
    Path platformFile,
    @DefaultValue(".slipway/work") Path work,
    @DefaultValue(".slipway/artifacts") Path artifacts,
    @DefaultValue({"workflows", "builds", "clusters"}) List<String> roles,
    @DefaultValue Map<String, Path> clusters,
    @DefaultValue List<String> kubernetesClusters,
    @DefaultValue("2") int builds,
    @DefaultValue("5s") Duration branchPoll,
    @DefaultValue("1s") Duration clusterPoll,
    @DefaultValue Map<RenderTool, Path> render,
    @DefaultValue("10s") Duration drain) {

  public WorkerSettings {
    Objects.requireNonNull(
        platformFile, "slipway.platform-file: name the platform file of this worker");
    roles = List.copyOf(roles);
    clusters = Map.copyOf(clusters);
    kubernetesClusters = List.copyOf(kubernetesClusters);
    render = Map.copyOf(render);
    for (String role : roles) {
      if (!List.of("workflows", "builds", "clusters").contains(role)) {
        throw new IllegalArgumentException(
            "slipway.roles: '" + role + "' is none of workflows, builds, clusters");
      }
    }
  }

  boolean serves(String role) {
    return roles.contains(role);
  }
}
