package dev.slipway.world;

import dev.slipway.analysis.Verdict;
import dev.slipway.cluster.ConfirmedObjects;
import dev.slipway.cluster.DriftedField;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.NamedObjects;
import dev.slipway.cluster.SyncActivities;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.cluster.SyncReport;
import dev.slipway.cluster.SyncTotals;
import dev.slipway.delivery.Baseline;
import dev.slipway.environment.PruneOrder;
import dev.slipway.rollout.AnalysisReading;
import dev.slipway.rollout.CanaryActivities;
import dev.slipway.rollout.CanaryOrder;
import dev.slipway.rollout.CanaryReadiness;
import dev.slipway.rollout.Evidence;
import dev.slipway.rollout.PromoteOrder;
import dev.slipway.rollout.RollingActivities;
import dev.slipway.rollout.RollingOrder;
import dev.slipway.rollout.RollingReport;
import dev.slipway.rollout.StepOrder;
import dev.slipway.rollout.StepReport;
import dev.slipway.rollout.StepReport.End;
import dev.slipway.rollout.WithdrawOrder;
import dev.slipway.temporal.FailureType;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** A cluster that runs what it is told and notices everything. */
public final class FakeCluster implements SyncActivities, CanaryActivities, RollingActivities {

  private final FakeGit git;
  private String live = "";
  private String canary = "";
  private String refusal = "";
  private double weight;
  private Health health = Health.HEALTHY;
  private Runnable updating = () -> {};
  private List<String> drift = List.of();
  private List<String> leftovers = List.of();
  private final Map<String, String> fights = new ConcurrentHashMap<>();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final List<String> made = new ArrayList<>();
  private final List<String> heals = new ArrayList<>();
  private final Set<String> bad = new HashSet<>();
  private final Map<String, Deque<End>> scripted = new ConcurrentHashMap<>();
  private final List<String> events = new ArrayList<>();
  private final Map<Double, Runnable> incidents = new ConcurrentHashMap<>();
  private final Queue<Runnable> duringSync = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean hang = new AtomicBoolean();

  public FakeCluster(FakeGit git) {
    this.git = git;
  }

  /** A canary of this artifact regresses at its first step. */
  public synchronized void regress(String artifact) {
    bad.add(artifact);
  }

  /** How the next steps of this artifact's canary end, one after another. */
  public void script(String artifact, End... ends) {
    scripted.put(artifact, new ArrayDeque<>(List.of(ends)));
  }

  /** Steps go on until they are cancelled. */
  public void hang(boolean on) {
    hang.set(on);
  }

  /** Something happens outside while the canary is at this weight. */
  public synchronized void whenStepping(double at, Runnable what) {
    incidents.put(at, what);
  }

  /** Something happens outside while a rolling update comes to its end. */
  public synchronized void whenUpdating(Runnable what) {
    updating = what;
  }

  /** Something happens outside while the next sync runs, when it has looked already. */
  public void duringNextSync(Runnable what) {
    duringSync.add(what);
  }

  public synchronized void health(Health now) {
    health = now;
  }

  public synchronized void drift(String... fields) {
    drift = List.of(fields);
  }

  /** Objects that left Git, and are still there. */
  public synchronized void leftovers(String... objects) {
    leftovers = List.of(objects);
  }

  public synchronized List<String> leftovers() {
    return leftovers;
  }

  /** Somebody sets a field of the Deployment again whenever it is healed. */
  public void fight(String path, String manager) {
    fights.put(path, manager);
  }

  /** Somebody deletes an object again whenever it is made. */
  public void keepDeleting(String object) {
    deleted.add(object);
  }

  /** Nobody sets anything any more, and what was set is as Git says. */
  public void makePeace() {
    fights.clear();
    deleted.clear();
  }

  /** The fields that were healed, each as often as it was. */
  public synchronized List<String> heals() {
    return List.copyOf(heals);
  }

  /** The objects that were made anew, each as often as it was. */
  public synchronized List<String> made() {
    return List.copyOf(made);
  }

  public synchronized String live() {
    return live;
  }

  public synchronized String canary() {
    return canary;
  }

  public synchronized double weight() {
    return weight;
  }

  public synchronized List<String> events() {
    return List.copyOf(events);
  }

  /** Every sync is refused for good with this reason; empty: no more. */
  public synchronized void refuse(String reason) {
    refusal = reason;
  }

  @Override
  public synchronized SyncReport apply(SyncOrder order) {
    if (!refusal.isEmpty()) {
      throw FailureType.MISCONFIGURED.permanent(refusal);
    }
    SyncReport report = compare(order);
    events.add(
        (order.loan().isPresent() ? "sync around the rollout to " : "sync to ") + order.commit());
    live = git.at(order.commit()).revision();
    if (order.loan().isEmpty()) {
      weight = 0;
      canary = "";
    }
    drift = List.of();
    leftovers = leftovers.stream().filter(object -> !report.pruned().contains(object)).toList();
    report.drifted().stream()
        .filter(DriftedField::healed)
        .map(DriftedField::path)
        .forEach(heals::add);
    made.addAll(report.created());
    Optional.ofNullable(duringSync.poll()).ifPresent(Runnable::run);
    return report;
  }

  @Override
  public synchronized SyncReport compare(SyncOrder order) {
    List<String> found = new ArrayList<>(drift);
    List<DriftedField> fields = new ArrayList<>();
    for (String sentence : drift) {
      fields.add(new DriftedField(sentence, "", Optional.empty(), order.healDrift()));
    }
    fights.forEach(
        (path, manager) -> {
          String name = "Deployment/shop: " + path;
          found.add(name + ": 9 instead of 2, set by " + manager);
          boolean healed = order.healDrift() && !order.left().contains(name);
          fields.add(new DriftedField("Deployment/shop", path, Optional.of(manager), healed));
        });
    List<String> created =
        deleted.stream().filter(object -> !order.left().contains(object)).toList();
    deleted.stream()
        .filter(order.left()::contains)
        .forEach(
            object -> {
              found.add(object + " is not there");
              fields.add(new DriftedField(object, "", Optional.empty(), false));
            });
    List<String> gone = order.loan().isPresent() ? List.of() : goneBy(order);
    List<String> beyond =
        order.loan().isPresent()
            ? List.of()
            : leftovers.stream().filter(object -> !gone.contains(object)).toList();
    List<String> shown = NamedObjects.first(beyond, PruneOrder.MOST);
    return new SyncReport(
        git.renderedAt(order.commit()),
        created,
        found,
        fields.stream().anyMatch(DriftedField::healed),
        gone,
        shown,
        health,
        "",
        List.of(),
        List.of(),
        fields,
        shown,
        new SyncTotals(created.size(), gone.size(), beyond.size(), 0, order.loan().isEmpty()),
        order.confirmed().isEmpty()
            ? Optional.empty()
            : Optional.of(confirmed(order.confirmed(), beyond)));
  }

  private List<String> goneBy(SyncOrder order) {
    if (leftovers.size() <= order.prunes().of(0)) {
      return leftovers;
    }
    List<String> confirmed = leftovers.stream().filter(order.confirmed()::contains).toList();
    return leftovers.size() - confirmed.size() <= order.unshown() ? confirmed : List.of();
  }

  private static ConfirmedObjects confirmed(List<String> objects, List<String> there) {
    int left = (int) objects.stream().filter(there::contains).count();
    List<String> unseen = there.stream().filter(object -> !objects.contains(object)).toList();
    return new ConfirmedObjects(
        objects.size() - left, left, List.of(), NamedObjects.some(unseen), unseen.size());
  }

  @Override
  public synchronized CanaryReadiness begin(CanaryOrder order) {
    canary = order.candidate().revision();
    events.add(
        "begin " + canary + (order.baseline() == Baseline.FRESH ? " beside a fresh baseline" : ""));
    return new CanaryReadiness(health == Health.HEALTHY, "1 of 1 ready");
  }

  @Override
  public StepReport step(StepOrder order) {
    synchronized (this) {
      weight = order.weight();
      events.add(
          "step "
              + (long) order.weight()
              + (order.advance() == StepOrder.Advance.NEVER ? " hold" : ""));
    }
    String artifact = order.candidate().artifact().orElse("");
    incidents.getOrDefault(order.weight(), () -> {}).run();
    if (hang.get() || isEndless(order)) {
      return waitForCancellation();
    }
    Deque<End> ends = scripted.get(artifact);
    End end =
        ends == null || ends.isEmpty()
            ? (isBad(artifact) ? End.REGRESSED : End.ADVANCE)
            : ends.removeFirst();
    return report(end);
  }

  /** A hold for a person, as opposed to a soak, is long. */
  private static boolean isEndless(StepOrder order) {
    return order.advance() == StepOrder.Advance.NEVER
        && order.maximumHold().compareTo(Duration.ofHours(1)) > 0;
  }

  private StepReport waitForCancellation() {
    while (true) {
      try {
        Activity.getExecutionContext().heartbeat(null);
        World.pause();
      } catch (ActivityCompletionException e) {
        return report(End.INTERRUPTED);
      }
    }
  }

  private synchronized boolean isBad(String artifact) {
    return bad.contains(artifact);
  }

  private static StepReport report(End end) {
    return new StepReport(
        end,
        "scripted: " + end,
        Duration.ofSeconds(1),
        new AnalysisReading(
            end == End.REGRESSED ? Verdict.REGRESSED : Verdict.HEALTHY,
            1,
            100,
            end == End.ADVANCE,
            List.of(),
            "said the script"),
        new Evidence(1, "evidence"));
  }

  @Override
  public synchronized CanaryReadiness promote(PromoteOrder order) {
    events.add("promote " + order.candidate().revision());
    live = order.candidate().revision();
    canary = "";
    weight = 0;
    return new CanaryReadiness(true, "2 of 2 ready");
  }

  @Override
  public synchronized void withdraw(WithdrawOrder order) {
    events.add("withdraw");
    weight = 0;
    canary = "";
  }

  @Override
  public RollingReport update(RollingOrder order) {
    Runnable meanwhile;
    synchronized (this) {
      events.add("update to " + order.candidate().revision());
      live = order.candidate().revision();
      meanwhile = updating;
    }
    meanwhile.run();
    boolean healthy = health() == Health.HEALTHY;
    return new RollingReport(healthy, healthy ? "2 of 2 ready" : "0 of 2 ready: it crashes");
  }

  private synchronized Health health() {
    return health;
  }

  @Override
  public RollingReport watch(RollingOrder order) {
    synchronized (this) {
      events.add("watch for " + order.plan().watch().toSeconds() + " s");
    }
    while (hang.get()) {
      Activity.getExecutionContext().heartbeat(null);
      World.pause();
    }
    return isBad(order.candidate().artifact().orElse(""))
        ? new RollingReport(false, "1 of 2 ready: it crashes")
        : new RollingReport(true, "2 of 2 ready");
  }

  @Override
  public synchronized void restore(RollingOrder order) {
    events.add("restore " + order.stable().revision());
    live = order.stable().revision();
  }

  /** How often something happened. */
  public synchronized long count(String event) {
    return events.stream().filter(event::equals).count();
  }
}
