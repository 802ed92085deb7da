package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.cluster.PodTrouble;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.manifest.Manifest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The pods of one workload, asked about when they are not as they should be. */
final class KubernetesPods {

  private static final int MOST_PODS = 200;
  private static final int LOG_LINES = 3;
  private static final int LONGEST_LOG = 500;

  private final PodList pods;
  private final String selector;
  private final Predicate<PodReading> own;

  /** They are meant to end, and are kept then, so that one can see how. */
  private final boolean ending;

  private final JsonNode conditions;

  private KubernetesPods(
      KubernetesConnection connection,
      String namespace,
      String selector,
      Predicate<PodReading> own,
      boolean ending,
      JsonNode conditions) {
    this.pods = new PodList(connection, namespace);
    this.selector = selector;
    this.own = own;
    this.ending = ending;
    this.conditions = conditions;
  }

  /** Those of a Deployment, StatefulSet, DaemonSet or Job. */
  static KubernetesPods of(KubernetesConnection connection, String namespace, Manifest workload) {
    String uid = workload.json().at("/metadata/uid").asText();
    return new KubernetesPods(
        connection,
        namespace,
        PodList.selectorOf(workload),
        workload.kind().equals("Deployment")
            ? pod -> pod.isOf(workload.name())
            : pod -> pod.isOwnedBy(uid),
        workload.kind().equals("Job"),
        workload.json().at("/status/conditions"));
  }

  /** Those with some labels, whatever made them. */
  static KubernetesPods labelled(
      KubernetesConnection connection, String namespace, String selector) {
    return new KubernetesPods(
        connection, namespace, selector, pod -> true, false, MissingNode.getInstance());
  }

  /** How they are, of which so many are wanted. */
  WorkloadCondition condition(int wanted) {
    List<PodReading> found = pods.select(selector, MOST_PODS);
    int ready = (int) found.stream().filter(PodReading::isReady).count();
    if (ready == wanted) {
      return new WorkloadCondition(wanted, ready, true, false, "");
    }
    Optional<PodTrouble> trouble = trouble(found);
    return new WorkloadCondition(
        wanted,
        ready,
        false,
        trouble.map(PodTrouble::lasting).orElse(false),
        trouble.map(PodTrouble::sentence).orElse(""));
  }

  /** The pod that is worst off; why there are none where they cannot be made; else empty. */
  Optional<PodTrouble> trouble() {
    return trouble(pods.select(selector, MOST_PODS).stream().filter(own).toList())
        .or(this::withoutPods);
  }

  private Optional<PodTrouble> trouble(List<PodReading> of) {
    return of.stream()
        .filter(pod -> pod.isInTrouble() || (ending && pod.hasFailed()))
        .max(Comparator.comparingInt(PodReading::severity))
        .map(this::trouble);
  }

  private PodTrouble trouble(PodReading pod) {
    String sentence =
        pod.logOf()
            .map(log -> pods.lastLines(pod, log, LOG_LINES, LONGEST_LOG))
            .filter(lines -> !lines.isEmpty())
            .map(lines -> pod.sentence() + "; its log ends with: " + lines)
            .orElseGet(pod::sentence);
    return new PodTrouble(sentence, pod.isLasting());
  }

  /** Such as a quota that is used up. */
  private Optional<PodTrouble> withoutPods() {
    for (JsonNode condition : conditions) {
      if (condition.path("type").asText().equals("ReplicaFailure")
          && condition.path("status").asText().equals("True")) {
        return Optional.of(
            new PodTrouble(
                "pods cannot be made: " + condition.path("message").asText("no reason given"),
                false));
      }
    }
    return Optional.empty();
  }
}
