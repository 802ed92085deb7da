package dev.slipway.hook;

import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.Pulse;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Target;
import dev.slipway.gitops.render.Rendered;
import dev.slipway.gitops.render.Renderer;

/**
 * Runs Jobs on any {@link Cluster} that has them. What may not be run, or not there, is a Job that
 * has failed, with the sentence that says why.
 */
public final class ClusterHooks implements HookActivities {

  private final Renderer renderer;
  private final Cluster cluster;
  private final Pulse pulse;

  public ClusterHooks(Renderer renderer, Cluster cluster, Pulse pulse) {
    this.renderer = renderer;
    this.cluster = cluster;
    this.pulse = pulse;
  }

  @Override
  public HookReport run(HookOrder order) {
    try {
      Target target = order.target();
      Rendered rendered = renderer.render(target.config(), order.commit(), target.workload());
      // As the environment's own account, where it has one.
      Cluster own = cluster.within(target, rendered.objects());
      DesiredState desired = DesiredState.of(rendered, target, own.kinds());
      return new HookExecution(own, pulse, order, desired).run();
    } catch (RefusedObjectException e) {
      return new HookReport(false, e.reason(), "");
    }
  }
}
