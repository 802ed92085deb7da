package dev.slipway.rollout;

import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.Pulse;
import dev.slipway.cluster.Settling;
import dev.slipway.cluster.Target;
import dev.slipway.gitops.render.Renderer;
import dev.slipway.metrics.MetricSource;
import dev.slipway.observation.ObservationJournal;
import dev.slipway.traffic.Router;
import dev.slipway.traffic.Shifting;

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

  DesiredState desired(Target target, RevisionRef revision) {
    return DesiredState.of(
        renderer.render(target.config(), revision.commit(), target.workload()),
        target,
        cluster.kinds());
  }

  Shifting shifting() {
    return new Shifting(router, pulse);
  }

  Settling settling() {
    return new Settling(cluster, pulse);
  }
}
