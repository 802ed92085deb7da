package dev.slipway.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.slipway.cluster.PruneBudget;
import dev.slipway.cluster.Reach;
import dev.slipway.cluster.Target;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.gitops.ConfigPath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where an environment of a service lies, and who may do what there.
 *
 * @param route name of the HTTPRoute whose weights are shifted
 * @param approvers people who may approve, groups resolved; empty: anybody
 * @param deploymentMode whether a release may go there without a human decision
 * @param healDrift whether live objects that differ are mended, or only reported
 * @param pruneBudget how many objects one sync may delete in any case
 * @param minimumAnalysis the least careful rollout that the platform allows there; empty: any
 * @param ignore what of live objects is somebody else's to say
 * @param metrics by which canaries are judged there; empty: by the cluster's, also where an older
 *     worker did not write it
 * @param prunePercent how much of what is there one sync may delete where that is more; 0 where an
 *     older worker did not write it
 * @param reach of which kinds its objects may be, and who writes them
 */
public record EnvironmentBinding(
    String name,
    String cluster,
    String namespace,
    ConfigPath config,
    String route,
    List<String> approvers,
    boolean deploymentMode,
    boolean healDrift,
    int pruneBudget,
    List<FreezeWindow> freezeWindows,
    Optional<MinimumAnalysis> minimumAnalysis,
    List<IgnoreRule> ignore,
    Optional<MetricsBinding> metrics,
    int prunePercent,
    Reach reach) {

  @JsonCreator
  public EnvironmentBinding {
    // Those of older workers have none.
    ignore = ignore == null ? List.of() : List.copyOf(ignore);
    approvers = List.copyOf(approvers);
    freezeWindows = List.copyOf(freezeWindows);
    reach = reach == null ? Reach.USUAL : reach;
  }

  /** A binding whose canaries are judged by the counters of its cluster. */
  public EnvironmentBinding(
      String name,
      String cluster,
      String namespace,
      ConfigPath config,
      String route,
      List<String> approvers,
      boolean deploymentMode,
      boolean healDrift,
      int pruneBudget,
      List<FreezeWindow> freezeWindows,
      Optional<MinimumAnalysis> minimumAnalysis,
      List<IgnoreRule> ignore) {
    this(
        name,
        cluster,
        namespace,
        config,
        route,
        approvers,
        deploymentMode,
        healDrift,
        pruneBudget,
        freezeWindows,
        minimumAnalysis,
        ignore,
        Optional.empty(),
        0,
        Reach.USUAL);
  }

  /** A binding that leaves the analysis to the delivery file. */
  public EnvironmentBinding(
      String name,
      String cluster,
      String namespace,
      ConfigPath config,
      String route,
      List<String> approvers,
      boolean deploymentMode,
      boolean healDrift,
      int pruneBudget,
      List<FreezeWindow> freezeWindows) {
    this(
        name,
        cluster,
        namespace,
        config,
        route,
        approvers,
        deploymentMode,
        healDrift,
        pruneBudget,
        freezeWindows,
        Optional.empty(),
        List.of());
  }

  public Target target(EnvironmentKey key, String workload) {
    return new Target(key, cluster, namespace, config, workload, route, ignore, reach);
  }

  public PruneBudget prunes() {
    return new PruneBudget(pruneBudget, prunePercent);
  }

  /** End of the freeze window that covers this instant; empty when none does. */
  public Optional<Instant> frozenUntil(Instant now) {
    return freezeWindows.stream()
        .flatMap(window -> window.endOfWindowCovering(now).stream())
        .max(Instant::compareTo);
  }
}
