package dev.slipway.hook;

import dev.slipway.cluster.Cluster;
import dev.slipway.manifest.Manifest;
import java.util.Comparator;
import java.util.List;

/**
 * Which Jobs of earlier revisions are kept: the cluster deletes them after their time, and of the
 * same Job in Git there are never more than a few.
 */
record HookRetention(Cluster cluster, HookOrder order) {

  /** The one that is about to run included. */
  static final int KEPT = 5;

  void makeRoom() {
    String namespace = order.target().namespace();
    List<Manifest> ended =
        cluster.list(namespace, HookJob.labels(order.target(), order.hook())).stream()
            .filter(object -> object.kind().equals("Job"))
            .filter(job -> new JobReading(job).hasEnded())
            .sorted(
                Comparator.comparing((Manifest job) -> new JobReading(job).madeAt())
                    .thenComparing(Manifest::name)
                    .reversed())
            .toList();
    ended.stream()
        .skip(KEPT - 1L)
        .forEach(job -> cluster.delete(namespace, job.kind(), job.name()));
  }
}
