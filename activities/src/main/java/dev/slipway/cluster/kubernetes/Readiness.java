package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.ObjectCondition;
import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** How built-in objects are that run no pods. */
final class Readiness {

  /** A claim may wait for the pod that will use it: that is as it should be. */
  private static final List<String> WAITS_FOR_POD =
      List.of("WaitForFirstConsumer", "WaitForPodScheduled");

  private Readiness() {}

  /** Only one of a load balancer has something to wait for. */
  static ObjectCondition ofService(
      Manifest service, Function<Manifest, Optional<KubernetesEvents.Event>> event) {
    boolean balanced = service.json().at("/spec/type").asText().equals("LoadBalancer");
    boolean addressed = !service.json().at("/status/loadBalancer/ingress").isEmpty();
    return !balanced || addressed
        ? ObjectCondition.HEALTHY
        : ObjectCondition.progressing(
            "the cluster's load balancer has given it no address" + said(event.apply(service)));
  }

  static ObjectCondition ofClaim(
      Manifest claim, Function<Manifest, Optional<KubernetesEvents.Event>> event) {
    return switch (claim.json().at("/status/phase").asText()) {
      case "Bound" -> ObjectCondition.HEALTHY;
      case "Lost" ->
          ObjectCondition.failed(
              "its volume "
                  + claim.json().at("/spec/volumeName").asText()
                  + " is gone, and what was in it: restore it, or claim another one");
      default -> {
        Optional<KubernetesEvents.Event> last = event.apply(claim);
        yield last.filter(one -> WAITS_FOR_POD.contains(one.reason())).isPresent()
            ? ObjectCondition.HEALTHY
            : ObjectCondition.progressing("has no volume yet" + said(last));
      }
    };
  }

  private static String said(Optional<KubernetesEvents.Event> event) {
    return event.map(one -> ": " + one.sentence()).orElse("");
  }

  /**
   * By what it leads to: many controllers never write an address into an Ingress, so that its
   * absence tells nothing.
   *
   * @param service whether there is one of this name
   */
  static ObjectCondition ofIngress(Manifest ingress, Predicate<String> service) {
    Set<String> missing = new TreeSet<>();
    for (JsonNode backend : ingress.json().path("spec").findParents("service")) {
      String name = backend.path("service").path("name").asText("");
      if (!name.isEmpty() && !service.test(name)) {
        missing.add("Service/" + name);
      }
    }
    return missing.isEmpty()
        ? ObjectCondition.HEALTHY
        : ObjectCondition.degraded("leads to what is not there: " + String.join(", ", missing));
  }

  /** Pods serve without metrics, too; without what it is to scale it is of no use. */
  static ObjectCondition ofAutoscaler(Manifest autoscaler) {
    Conditions conditions = Conditions.of(autoscaler);
    return conditions.isFalse("AbleToScale")
        ? ObjectCondition.degraded("cannot scale: " + conditions.said("AbleToScale"))
        : ObjectCondition.HEALTHY;
  }

  static ObjectCondition ofNamespace(Manifest namespace) {
    String phase = namespace.json().at("/status/phase").asText();
    return phase.equals("Active")
        ? ObjectCondition.HEALTHY
        : ObjectCondition.progressing("is " + (phase.isEmpty() ? "being made" : phase));
  }

  static ObjectCondition ofDefinition(Manifest definition) {
    Conditions conditions = Conditions.of(definition);
    if (conditions.isFalse("NamesAccepted")) {
      return ObjectCondition.failed("its names are taken: " + conditions.said("NamesAccepted"));
    }
    return conditions.isTrue("Established")
        ? ObjectCondition.HEALTHY
        : ObjectCondition.progressing("the API server does not serve its kind yet");
  }
}
