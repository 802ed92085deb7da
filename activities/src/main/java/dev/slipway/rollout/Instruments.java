package dev.slipway.rollout;

import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.Pulse;
import dev.slipway.cluster.Settling;
import dev.slipway.cluster.Target;
import dev.slipway.gitops.render.Rendered;
import dev.slipway.gitops.render.Renderer;
import dev.slipway.metrics.MetricSource;
import dev.slipway.observation.ObservationJournal;
import dev.slipway.traffic.Router;
import dev.slipway.traffic.Shifting;
import java.util.List;

/** What a canary is made and judged with. */
public record Instruments(
    Renderer renderer,
    Cluster cluster,
    Router router,
    MetricSource metrics,
    Pulse pulse,
    ObservationJournal journal) {

  /** Without a record of what is counted. */
  public Instruments(
      Renderer renderer, Cluster cluster, Router router, MetricSource metrics, Pulse pulse) {
    this(renderer, cluster, router, metrics, pulse, ObservationJournal.NONE);
  }

  /** The same, as the environment's own account where it has one. */
  Instruments within(Target target) {
    return new Instruments(
        renderer,
        cluster.within(target, List.of()),
        router.within(target),
        metrics,
        pulse,
        journal);
  }

  DesiredState desired(Target target, RevisionRef revision) {
    Rendered rendered = renderer.render(target.config(), revision.commit(), target.workload());
    return DesiredState.of(rendered, target, cluster.within(target, rendered.objects()).kinds());
  }

  Shifting shifting() {
    return new Shifting(router, pulse);
  }

  Settling settling() {
    return new Settling(cluster, pulse);
  }
}
