package dev.slipway.localcluster.pod;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A pod as others see it.
 *
 * @param phase Pending (not started yet), Running, CrashLoopBackOff or Terminating
 * @param ready whether it gets requests
 * @param pid of its process, while there is one
 * @param port on the loopback address, while there is a process
 * @param message why it is not ready, beginning with a word such as {@code ErrImagePull:}; else
 *     empty
 * @param startedAt of its process, while there is one
 */
public record PodView(
    String namespace,
    String name,
    String deployment,
    Map<String, String> labels,
    String phase,
    boolean ready,
    int restarts,
    Optional<Long> pid,
    Optional<Integer> port,
    String message,
    Optional<Instant> startedAt) {}
