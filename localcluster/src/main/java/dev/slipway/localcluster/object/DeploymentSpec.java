package dev.slipway.localcluster.object;

import java.time.Duration;
import java.util.Map;

/**
 * How many pods of which template.
 *
 * @param replicas 0 to 100: they are processes of one machine
 * @param minimumReady how long a pod must be ready to count as available
 * @param progressDeadline without progress for so long, the rollout has failed
 */
public record DeploymentSpec(
    int replicas,
    Map<String, String> selector,
    PodTemplate template,
    RollingUpdate rolling,
    Duration minimumReady,
    Duration progressDeadline)
    implements ObjectSpec {

  private static final int MOST_REPLICAS = 100;
  private static final int DAY = 86_400;

  public DeploymentSpec {
    selector = Map.copyOf(selector);
  }

  static DeploymentSpec of(Fields spec) {
    int replicas = spec.number("replicas", 1, 0, MOST_REPLICAS);
    Fields selection = spec.child("selector");
    Map<String, String> selector = selection.textMap("matchLabels");
    selection.end();
    PodTemplate template = PodTemplate.of(spec.child("template"));
    if (selector.isEmpty()) {
      spec.refuse("selector.matchLabels", "is required");
    } else if (!template.labels().entrySet().containsAll(selector.entrySet())) {
      spec.refuse("selector.matchLabels", "must be among spec.template.metadata.labels");
    }
    DeploymentSpec result =
        new DeploymentSpec(
            replicas,
            selector,
            template,
            RollingUpdate.of(spec.child("strategy"), replicas),
            Duration.ofSeconds(spec.number("minReadySeconds", 0, 0, DAY)),
            Duration.ofSeconds(spec.number("progressDeadlineSeconds", 600, 1, DAY)));
    spec.ignore("revisionHistoryLimit");
    spec.end();
    return result;
  }
}
