package dev.slipway.localcluster.pod;

import dev.slipway.localcluster.object.ChangeLog;
import dev.slipway.localcluster.object.DeploymentSpec;
import dev.slipway.localcluster.object.Kind;
import dev.slipway.localcluster.object.ObjectKey;
import dev.slipway.localcluster.object.ObjectStore;
import dev.slipway.localcluster.object.StoredObject;
import dev.slipway.localcluster.pod.EndpointPublication.PodEndpoint;
import dev.slipway.localcluster.pod.ProcessMark.Marked;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pods be what the Deployments ask for. One thread looks at everything, again and again,
 * whenever something may have changed: nothing depends on having heard of each change.
 */
public final class PodController {

  private static final System.Logger LOG = System.getLogger(PodController.class.getName());
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration BETWEEN_LOGS = Duration.ofSeconds(1);
  private static final int SUFFIX = 5;

  private final ObjectStore objects;
  private final EndpointPublication publication;
  private final PodFiles files;
  private final PodLauncher launcher;
  private final Pace pace;
  private final String cluster;
  private final List<Pod> pods = new ArrayList<>();
  private final DeploymentStatuses statuses;
  private final Semaphore wakeUps = new Semaphore(0);
  private final Thread thread = Thread.ofPlatform().name("pods").unstarted(this::loop);
  private volatile List<PodView> views = List.of();
  private volatile End end = End.NOT_YET;
  private Instant logsBounded = Instant.MIN;
  private @Nullable String complaint;

  private enum End {
    NOT_YET,
    STOP_PODS,
    KEEP_PODS
  }

  /**
   * @param cluster an id of this cluster that no other has
   */
  public PodController(
      ObjectStore objects,
      ChangeLog changes,
      EndpointPublication publication,
      Path state,
      Path artifacts,
      String cluster,
      Pace pace) {
    this.objects = objects;
    this.statuses = new DeploymentStatuses(changes);
    this.publication = publication;
    this.files = new PodFiles(state);
    this.launcher = new PodLauncher(objects, new ArtifactStore(artifacts), files, cluster);
    this.pace = pace;
    this.cluster = cluster;
  }

  /**
   * Finds the pods of an earlier run again, kills what belongs to none of them, and begins to work.
   * Waits a moment until the pods that were found answer their probes.
   */
  public void start(Duration patience) throws IOException, InterruptedException {
    Instant now = Instant.now();
    for (PodRecord record : files.load()) {
      Pod pod = new Pod(record, files, launcher, pace, this::wake);
      pod.findAgain(now);
      pods.add(pod);
    }
    killStrays();
    List<Pod> found = pods.stream().filter(pod -> pod.endpoint().isPresent()).toList();
    publishEndpoints();
    Instant limit = now.plus(patience);
    while (!found.stream().allMatch(Pod::isReady) && Instant.now().isBefore(limit)) {
      wakeUps.tryAcquire(10, TimeUnit.MILLISECONDS);
    }
    // Whoever asks from the first moment on is told of the pods that are there, never of none.
    lookAgain();
    thread.start();
  }

  /** Something has changed. */
  public void wake() {
    wakeUps.release();
  }

  /** Ends every pod gracefully, then itself. */
  public void stop() throws InterruptedException {
    finish(End.STOP_PODS);
  }

  /** Ends itself and leaves the pods running, to be found again by the next run. */
  public void stopKeepingPods() throws InterruptedException {
    finish(End.KEEP_PODS);
  }

  public Optional<DeploymentStatus> status(ObjectKey deployment) {
    return statuses.of(deployment);
  }

  public List<PodView> pods(String namespace) {
    return views.stream().filter(pod -> pod.namespace().equals(namespace)).toList();
  }

  /** The last lines that a pod wrote, also of one that is gone; empty when it is not known. */
  public Optional<String> log(String namespace, String pod, int lines) throws IOException {
    PodLog log = files.log(namespace, pod);
    if (log.exists()) {
      return Optional.of(log.tail(lines));
    }
    return pods(namespace).stream().anyMatch(view -> view.name().equals(pod))
        ? Optional.of("")
        : Optional.empty();
  }

  private void finish(End how) throws InterruptedException {
    end = how;
    wake();
    thread.join();
  }

  private void loop() {
    try {
      while (end != End.KEEP_PODS && !(end == End.STOP_PODS && pods.isEmpty())) {
        lookAgain();
        wakeUps.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS);
        wakeUps.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      pods.forEach(Pod::abandon);
    }
  }

  /** Trouble with one look (a full disk) is no reason to give up: the next may go better. */
  private void lookAgain() {
    try {
      look(Instant.now());
      complaint = null;
    } catch (IOException | RuntimeException e) {
      if (!String.valueOf(e.getMessage()).equals(complaint)) {
        complaint = String.valueOf(e.getMessage());
        LOG.log(System.Logger.Level.ERROR, "The pods cannot be looked after; trying on.", e);
      }
    }
  }

  private void look(Instant now) throws IOException {
    Map<ObjectKey, StoredObject> deployments =
        end == End.STOP_PODS
            ? Map.of()
            : objects.list().stream()
                .filter(object -> object.spec() instanceof DeploymentSpec)
                .collect(Collectors.toMap(StoredObject::key, object -> object));
    for (Pod pod : pods) {
      if (!deployments.containsKey(deploymentOf(pod))) {
        pod.leave();
      }
    }
    for (StoredObject deployment : deployments.values()) {
      follow(deployment, now);
    }
    for (Pod pod : List.copyOf(pods)) {
      pod.step(now, takenPorts());
    }
    forgetGonePods();
    publishEndpoints();
    views = pods.stream().map(Pod::view).toList();
    statuses.publish(deployments.values(), this::staying, now);
    boundLogs(now);
  }

  private void follow(StoredObject object, Instant now) throws IOException {
    if (!(object.spec() instanceof DeploymentSpec spec)) {
      return;
    }
    List<ReplicaPlan.Replica> replicas =
        staying(object.key()).stream()
            .map(
                pod ->
                    new ReplicaPlan.Replica(
                        pod.record().name(),
                        pod.record().template().hash().equals(spec.template().hash()),
                        pod.isAvailable(now, spec.minimumReady()),
                        pod.record().created()))
            .toList();
    ReplicaPlan plan = ReplicaPlan.of(spec.replicas(), spec.rolling(), replicas);
    for (Pod pod : List.copyOf(pods)) {
      if (deploymentOf(pod).equals(object.key()) && plan.stop().contains(pod.record().name())) {
        pod.leave();
      }
    }
    for (int i = 0; i < plan.create(); i++) {
      create(object.key(), spec, now);
    }
  }

  private void create(ObjectKey deployment, DeploymentSpec spec, Instant now) throws IOException {
    String uid = UUID.randomUUID().toString();
    PodRecord record =
        new PodRecord(
            uid,
            deployment.namespace(),
            deployment.name()
                + "-"
                + spec.template().hash()
                + "-"
                + uid.replace("-", "").substring(0, SUFFIX),
            deployment.name(),
            spec.template(),
            now,
            0,
            Optional.empty(),
            false);
    files.save(record);
    pods.add(new Pod(record, files, launcher, pace, this::wake));
  }

  private void forgetGonePods() throws IOException {
    for (Pod pod : List.copyOf(pods)) {
      if (pod.isGone()) {
        files.delete(pod.record());
        pods.remove(pod);
      }
    }
  }

  private void publishEndpoints() {
    List<PodEndpoint> endpoints = new ArrayList<>();
    for (Pod pod : pods) {
      pod.endpoint()
          .ifPresent(
              endpoint ->
                  endpoints.add(
                      new PodEndpoint(
                          pod.record().namespace(), pod.record().template().labels(), endpoint)));
    }
    publication.publish(endpoints);
  }

  private void boundLogs(Instant now) throws IOException {
    if (now.isAfter(logsBounded.plus(BETWEEN_LOGS))) {
      logsBounded = now;
      for (Pod pod : pods) {
        pod.boundLog();
      }
    }
  }

  /** Processes of this cluster that no record leads to, as of a pod whose start was cut short. */
  private void killStrays() {
    Set<String> alive =
        pods.stream()
            .filter(pod -> pod.endpoint().isPresent())
            .map(pod -> pod.record().uid())
            .collect(Collectors.toSet());
    for (Marked marked : ProcessMark.all(cluster)) {
      if (!alive.contains(marked.pod())) {
        Signal.KILL.toProcess(marked.process().pid());
      }
    }
  }

  private List<Pod> staying(ObjectKey deployment) {
    return pods.stream()
        .filter(pod -> !pod.record().leaving())
        .filter(pod -> deploymentOf(pod).equals(deployment))
        .toList();
  }

  private Set<Integer> takenPorts() {
    Set<Integer> taken = new HashSet<>();
    pods.forEach(pod -> pod.record().run().ifPresent(run -> taken.add(run.port())));
    return taken;
  }

  private static ObjectKey deploymentOf(Pod pod) {
    return new ObjectKey(pod.record().namespace(), Kind.DEPLOYMENT, pod.record().deployment());
  }
}
