package dev.slipway.cluster.kubernetes;

import dev.slipway.cluster.LiveChange;
import dev.slipway.cluster.Ownership;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Answer;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Call;
import dev.slipway.temporal.FailureType;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices changes of Slipway's objects in a cluster, whoever made them, by one shared informer a
 * kind, whatever the number of environments. Only Secrets are watched by namespace, so that nobody
 * has to let a worker read those of the whole cluster. It keeps metadata only: no Secret stays in
 * memory. {@link #next} is used by one thread.
 *
 * <p>A kind that the platform file allows besides the usual ones is watched as far as the worker's
 * account may: where it may not, its changes are found by the environments' own slow look.
 */
public final class KubernetesWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesWatch.class);

  private static final Duration START = Duration.ofSeconds(20);

  private final KubernetesConnection connection;
  private final Supplier<Set<String>> environments;
  private final Supplier<Set<String>> furtherKinds;
  private final KindDiscovery discovery;
  private final Set<String> withSecrets = new HashSet<>();
  private final Set<String> tried = new HashSet<>();
  private final List<SharedIndexInformer<GenericKubernetesResource>> informers = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Set<LiveChange> changes = new HashSet<>();

  /**
   * @param environments the namespaces that environments have in this cluster now
   * @param furtherKinds what they may have besides the usual kinds, as {@link
   *     dev.slipway.cluster.Reach} names them
   */
  public KubernetesWatch(
      KubernetesConnection connection,
      Supplier<Set<String>> environments,
      Supplier<Set<String>> furtherKinds) {
    this.connection = connection;
    this.environments = environments;
    this.furtherKinds = furtherKinds;
    discovery = new KindDiscovery(connection);
  }

  /**
   * Blocks until something changes or the time is over.
   *
   * @return what changed since the call before; all that there is at first
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when the cluster does not answer
   */
  public Set<LiveChange> next(Duration within) {
    begin();
    if (informers.stream().anyMatch(informer -> !informer.isRunning())) {
      close();
      throw FailureType.UNREACHABLE.retryable(
          "the watch of cluster " + connection.cluster() + " has ended: it begins anew");
    }
    lock.lock();
    try {
      long left = within.toNanos();
      while (changes.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      Set<LiveChange> found = changes;
      changes = new HashSet<>();
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FailureType.UNREACHABLE.retryable("the worker is shutting down", e);
    } finally {
      lock.unlock();
    }
  }

  private void begin() {
    try {
      if (informers.isEmpty()) {
        for (KubernetesKind kind : KubernetesKinds.USUAL) {
          if (!kind.equals(KubernetesKinds.SECRET) && (kind.builtIn() || isKnown(kind))) {
            start(resources(kind).inAnyNamespace());
          }
        }
      }
      for (String namespace : environments.get()) {
        if (!withSecrets.contains(namespace)) {
          start(resources(KubernetesKinds.SECRET).inNamespace(namespace));
          withSecrets.add(namespace);
        }
      }
      beginFurther();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw FailureType.UNREACHABLE.retryable("the worker is shutting down", e);
    } catch (ExecutionException | TimeoutException | KubernetesClientException e) {
      close();
      throw FailureType.UNREACHABLE.retryable(
          "cluster " + connection.cluster() + " cannot be watched: " + e.getMessage(), e);
    }
  }

  private void beginFurther() throws InterruptedException {
    for (String resource : furtherKinds.get()) {
      List<KubernetesKind> found =
          tried.contains(resource) ? List.of() : discovery.kinds(List.of(resource), List.of());
      for (KubernetesKind kind : found) {
        tried.add(resource);
        try {
          start(kind.clusterWide() ? resources(kind) : resources(kind).inAnyNamespace());
        } catch (ExecutionException | TimeoutException | KubernetesClientException e) {
          informers.removeLast().close();
          LOG.warn(
              "changes of {} in cluster {} are found every ten minutes only, as they cannot be"
                  + " watched: {}",
              resource,
              connection.cluster(),
              e.getMessage());
        }
      }
    }
  }

  /** Several programs share a group, and each brings some of its kinds. */
  private boolean isKnown(KubernetesKind kind) {
    Answer answer = connection.exchange(Call.get("/apis/" + kind.apiVersion()));
    return answer.isSuccess()
        && answer.json().path("resources").findValuesAsText("name").contains(kind.plural());
  }

  private void start(
      FilterWatchListDeletable<
              GenericKubernetesResource,
              GenericKubernetesResourceList,
              Resource<GenericKubernetesResource>>
          resources)
      throws InterruptedException, ExecutionException, TimeoutException {
    SharedIndexInformer<GenericKubernetesResource> informer =
        resources
            .withLabel(Ownership.MANAGED_BY, "slipway")
            .runnableInformer(0)
            .itemStore(new MetadataStore())
            .addEventHandler(new Changes());
    informers.add(informer);
    informer.start().toCompletableFuture().get(START.toSeconds(), TimeUnit.SECONDS);
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      resources(KubernetesKind kind) {
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup(kind.group())
            .withVersion(kind.version())
            .withKind(kind.kind())
            .withPlural(kind.plural())
            .withNamespaced(!kind.clusterWide())
            .build();
    return connection.client().genericKubernetesResources(context);
  }

  private void note(LiveChange change) {
    lock.lock();
    try {
      changes.add(change);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static LiveChange change(GenericKubernetesResource object) {
    return LiveChange.of(namespaceOf(object), object.getMetadata().getLabels());
  }

  private static String namespaceOf(GenericKubernetesResource object) {
    return Objects.requireNonNullElse(object.getMetadata().getNamespace(), "");
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
    informers.clear();
    withSecrets.clear();
    tried.clear();
  }

  private final class Changes implements ResourceEventHandler<GenericKubernetesResource> {

    @Override
    public void onAdd(GenericKubernetesResource object) {
      note(change(object));
    }

    /** Whose it was, looks too: somebody may have labelled it anew. */
    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      String version = after.getMetadata().getResourceVersion();
      if (!version.equals(before.getMetadata().getResourceVersion())) {
        note(change(before));
        note(change(after));
      }
    }

    /** All look where one has gone: it may have had a name that another service wants. */
    @Override
    public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
      boolean derived = object.getMetadata().getLabels().containsKey(Ownership.DERIVED_FOR);
      note(derived ? change(object) : LiveChange.anywhereIn(namespaceOf(object)));
    }
  }
}
