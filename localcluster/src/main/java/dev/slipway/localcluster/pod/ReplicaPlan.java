package dev.slipway.localcluster.pod;

import dev.slipway.localcluster.object.RollingUpdate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a Deployment needs now: pure, so that it can be tried by the thousand.
 *
 * @param create pods of the current template to make
 * @param stop names of pods to stop
 */
record ReplicaPlan(int create, List<String> stop) {

  /**
   * What counts about a pod that is not leaving.
   *
   * @param current whether it is of the current template
   * @param available whether it serves
   */
  record Replica(String name, boolean current, boolean available, Instant created) {}

  private static final Comparator<Replica> LEAST_USEFUL_FIRST =
      Comparator.comparing(Replica::available)
          .thenComparing(Replica::created, Comparator.reverseOrder())
          .thenComparing(Replica::name);

  ReplicaPlan {
    stop = List.copyOf(stop);
  }

  /**
   * By the rules of Kubernetes: never more pods than {@code replicas + surge}, and an old pod that
   * is available goes only when enough others are.
   */
  static ReplicaPlan of(int replicas, RollingUpdate rolling, List<Replica> pods) {
    List<Replica> current = pods.stream().filter(Replica::current).toList();
    List<Replica> old = pods.stream().filter(pod -> !pod.current()).toList();
    int room = replicas + rolling.surge() - pods.size();
    int create = Math.max(0, Math.min(replicas - current.size(), room));

    Stream<Replica> surplus =
        current.stream().sorted(LEAST_USEFUL_FIRST).limit(Math.max(0, current.size() - replicas));
    return new ReplicaPlan(
        create,
        Stream.concat(surplus, outgoing(replicas, rolling, pods, current, old).stream())
            .map(Replica::name)
            .toList());
  }

  private static List<Replica> outgoing(
      int replicas,
      RollingUpdate rolling,
      List<Replica> pods,
      List<Replica> current,
      List<Replica> old) {
    int wanted = Math.max(0, replicas - rolling.unavailable());
    long currentUnavailable = current.stream().filter(pod -> !pod.available()).count();
    long spare = Math.max(0, pods.size() - wanted - currentUnavailable);
    // Old pods that serve nobody go first, but not so many that nothing could come back.
    List<Replica> broken =
        old.stream()
            .filter(pod -> !pod.available())
            .sorted(LEAST_USEFUL_FIRST)
            .limit(spare)
            .toList();
    long available =
        Math.min(current.stream().filter(Replica::available).count(), replicas)
            + old.stream().filter(Replica::available).count();
    long dispensable = Math.max(0, Math.min(available - wanted, spare - broken.size()));
    Stream<Replica> serving =
        old.stream().filter(Replica::available).sorted(LEAST_USEFUL_FIRST).limit(dispensable);
    return Stream.concat(broken.stream(), serving).toList();
  }
}
