package dev.slipway.cluster.kubernetes;

import dev.slipway.platform.ClusterBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The one client of a cluster, whoever is asked as; opened by the first question. */
final class SharedClient {

  private final ClusterBinding binding;
  private final LongAdder exchanges = new LongAdder();
  private @Nullable KubernetesClient client;

  SharedClient(ClusterBinding binding) {
    this.binding = binding;
  }

  synchronized KubernetesClient client() {
    if (client == null) {
      client = KubernetesCredentials.open(binding);
    }
    return client;
  }

  /** One exchange more. */
  void count() {
    exchanges.increment();
  }

  long exchanges() {
    return exchanges.sum();
  }

  /** The next question opens it again. */
  synchronized void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
