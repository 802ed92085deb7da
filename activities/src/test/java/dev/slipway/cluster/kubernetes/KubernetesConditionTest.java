package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.Settling;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsCluster;
import dev.slipway.rollout.RealPulse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reasons that are no failure by themselves: they may go away, and are told meanwhile. */
@NeedsCluster
class KubernetesConditionTest {

  private final String namespace = Laboratory.namespace("condition");
  private final KubernetesConnection connection = Laboratory.connection();
  private final Cluster cluster = new KubernetesCluster(connection);

  @AfterEach
  void end() {
    Laboratory.delete(namespace);
    connection.close();
  }

  @Test
  void givesTheSchedulersWords() {
    apply("\"resources\":{\"requests\":{\"memory\":\"4Ti\"}}");

    WorkloadCondition condition = awaitReason("cannot be scheduled");

    assertThat(condition.reason()).contains("Insufficient memory");
    assertThat(condition.failed()).isFalse();
  }

  @Test
  void givesTheQuotaThatIsUsedUp() {
    Laboratory.kubectl(namespace, "create", "quota", "none", "--hard=pods=0");
    apply("\"stdin\":false");

    assertThat(awaitReason("pods cannot be made").reason()).contains("exceeded quota: none");
  }

  @Test
  void namesTheConfigurationThatIsMissing() {
    apply("\"envFrom\":[{\"configMapRef\":{\"name\":\"nowhere\"}}]");

    assertThat(awaitReason("does not start").reason()).contains("configmap \"nowhere\" not found");
  }

  /** A pod needs five seconds: who waits for it is told, and asks now and then besides. */
  @Test
  void asksLittleWhileItWaits() {
    apply(
        """
        "env":[{"name":"START_DELAY","value":"5s"}],
         "readinessProbe":{"httpGet":{"path":"/readyz","port":8080},"periodSeconds":1}
        """);
    long before = connection.exchanges();

    Optional<WorkloadCondition> settled =
        new Settling(cluster, new RealPulse())
            .await(namespace, "shop", Duration.ofSeconds(60), null);

    assertThat(settled).map(WorkloadCondition::settled).contains(true);
    assertThat(connection.exchanges() - before).isLessThan(30);
  }

  private void apply(String container) {
    cluster.apply(
        namespace,
        Shop.json(
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"shop"},
             "spec":{"selector":{"matchLabels":{"app":"shop"}},
              "template":{"metadata":{"labels":{"app":"shop"}},
               "spec":{"containers":[{"name":"shop","image":"localhost/echo:1",%s}]}}}}
            """
                .formatted(container)),
        Cluster.Effect.LASTING);
  }

  private WorkloadCondition awaitReason(String words) {
    AtomicReference<WorkloadCondition> found = new AtomicReference<>();
    Laboratory.await(
        words,
        Duration.ofSeconds(30),
        () -> {
          found.set(cluster.condition(namespace, "shop").orElseThrow());
          return found.get().reason().contains(words);
        },
        () -> String.valueOf(found.get()));
    return found.get();
  }
}
