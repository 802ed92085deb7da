package dev.slipway.cluster.kubernetes;

import dev.slipway.cluster.ObjectChanges;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A watch of one object. One that has ended, or never began, says that it may have changed. */
final class WatchedObject implements ObjectChanges, Watcher<GenericKubernetesResource> {

  private final AtomicBoolean changed = new AtomicBoolean(true);
  private volatile boolean blind;
  private Optional<Watch> watch = Optional.empty();

  static WatchedObject of(
      KubernetesClient client, KubernetesKind kind, String namespace, String name) {
    WatchedObject watched = new WatchedObject();
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup(kind.group())
            .withVersion(kind.version())
            .withKind(kind.kind())
            .withPlural(kind.plural())
            .withNamespaced(!kind.clusterWide())
            .build();
    try {
      watched.watch =
          Optional.of(
              kind.clusterWide()
                  ? client.genericKubernetesResources(context).withName(name).watch(watched)
                  : client
                      .genericKubernetesResources(context)
                      .inNamespace(namespace)
                      .withName(name)
                      .watch(watched));
    } catch (KubernetesClientException e) {
      watched.blind = true;
    }
    return watched;
  }

  @Override
  public boolean happened() {
    return changed.getAndSet(false) || blind;
  }

  @Override
  public void eventReceived(Action action, GenericKubernetesResource resource) {
    changed.set(true);
  }

  @Override
  public void onClose(WatcherException cause) {
    blind = true;
  }

  @Override
  public void close() {
    watch.ifPresent(Watch::close);
  }
}
