package dev.slipway.benchmarks.reconcile;

import dev.slipway.benchmarks.server.Machine;
import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.Pulse;
import dev.slipway.cluster.SyncReport;
import dev.slipway.cluster.kubernetes.KubernetesCluster;
import dev.slipway.cluster.kubernetes.KubernetesConnection;
import dev.slipway.platform.ClusterBinding;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Reconciles a fleet of environments with the product's own sync, some at once as a worker does, and
 * prints for each round: time, CPU of this process and of the API server, requests, memory.
 */
public final class ReconcileBenchmark {

  /** So many environments are reconciled at once. */
  private static final int AT_ONCE = 8;

  private final Fleet fleet;
  private final KubernetesConnection connection;
  private final KubernetesClient client;
  private final ClusterSync sync;
  private final PrintStream out;

  private ReconcileBenchmark(
      Fleet fleet, KubernetesConnection connection, KubernetesClient client, PrintStream out) {
    this.fleet = fleet;
    this.connection = connection;
    this.client = client;
    this.out = out;
    sync = new ClusterSync(fleet, new KubernetesCluster(connection), new Sleeping());
  }

  /**
   * Makes the namespaces, reconciles, and deletes them again.
   *
   * @param context of the kubeconfig
   */
  public static void run(Path kubeconfig, String context, int environments, PrintStream out) {
    Fleet fleet = new Fleet("bench-" + Long.toString(System.nanoTime(), 36), environments);
    ClusterBinding binding =
        new ClusterBinding(
            "lab", Optional.of(kubeconfig.toString()), Optional.of(context), Optional.empty());
    try (KubernetesConnection connection = new KubernetesConnection(binding);
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(context, kubeconfig.toFile()))
                .build()) {
      new ReconcileBenchmark(fleet, connection, client, out).run(environments);
    }
  }

  private void run(int environments) {
    out.printf(
        "%s, load %.1f; Kubernetes %s; %d environments of %d objects, %d at once%n%n",
        Machine.now(),
        Machine.load(),
        client.getKubernetesVersion().getGitVersion(),
        environments,
        Fleet.OBJECTS,
        AT_ONCE);
    out.println(
        "| Round | Took | CPU, Slipway | CPU, API server | Requests | Heap in use | API server's memory |");
    out.println("|---|---|---|---|---|---|---|");
    List<String> all = fleet.namespaces();
    all.forEach(this::create);
    try {
      round("the first", all);
      round("nothing changed", all);
      round("nothing changed, again", all);
      fleet.change(all.getFirst(), "second", false);
      round("one object changed", all);
      all.forEach(namespace -> fleet.change(namespace, "third", true));
      round("all configuration changed", all);
    } finally {
      all.forEach(namespace -> client.namespaces().withName(namespace).delete());
    }
  }

  private void create(String name) {
    client
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  private void round(String name, List<String> namespaces) {
    long requests = connection.exchanges();
    Duration own = Machine.cpu();
    double server = metric("process_cpu_seconds_total");
    long begun = System.nanoTime();
    reconcile(namespaces);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    out.printf(
        Locale.ROOT,
        "| %s | %.2f s | %.2f s | %.2f s | %d | %d MB | %.0f MB |%n",
        name,
        took.toMillis() / 1000.0,
        Machine.cpu().minus(own).toMillis() / 1000.0,
        metric("process_cpu_seconds_total") - server,
        connection.exchanges() - requests,
        Machine.usedHeap() >> 20,
        metric("process_resident_memory_bytes") / (1 << 20));
  }

  private void reconcile(List<String> namespaces) {
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<SyncReport>> running =
          namespaces.stream()
              .map(namespace -> workers.submit(() -> sync.apply(fleet.order(namespace))))
              .toList();
      for (Future<SyncReport> one : running) {
        SyncReport report = one.get();
        if (!report.reason().isEmpty()) {
          throw new IllegalStateException(report.reason());
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** One of the API server's own, as Prometheus would read it. */
  private double metric(String name) {
    String text = String.valueOf(client.raw("/metrics"));
    return Stream.of(text.split("\n", -1))
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  /** Time as it is. */
  private static final class Sleeping implements Pulse {

    private static final Clock CLOCK = Clock.systemUTC();

    @Override
    public Instant now() {
      return CLOCK.instant();
    }

    @Override
    public <T> Optional<T> kept(Class<T> type) {
      return Optional.empty();
    }

    @Override
    public void rest(Duration time, @org.jspecify.annotations.Nullable Object details) {
      try {
        Thread.sleep(time);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
