package dev.slipway.hook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.JobWords;
import dev.slipway.cluster.OutdatedObjectException;
import dev.slipway.cluster.Pulse;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import io.temporal.client.ActivityCanceledException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One Job from its making to its end. Resumable at any point: the Job is found by its name, and
 * what it still needs is found by looking.
 */
final class HookExecution {

  private static final String JOB = "Job";
  private static final Duration LOOK = Duration.ofSeconds(1);

  /**
   * Its pods are asked for their troubles this often: a cluster deletes some with what they said.
   */
  private static final Duration LISTEN = Duration.ofSeconds(5);

  private static final int DELETION_LOOKS = 30;

  private final Cluster cluster;
  private final Pulse pulse;
  private final HookOrder order;
  private final HookJob wanted;
  private final DesiredState desired;
  private final String namespace;
  private final String name;

  HookExecution(Cluster cluster, Pulse pulse, HookOrder order, DesiredState desired) {
    this.cluster = cluster;
    this.pulse = pulse;
    this.order = order;
    this.desired = desired;
    wanted = HookJob.of(desired, order);
    namespace = order.target().namespace();
    name = order.hook().jobName(order.revision());
  }

  HookReport run() {
    Optional<Checkpoint> kept = pulse.kept(Checkpoint.class);
    Optional<Manifest> live = find();
    if (live.isEmpty() && kept.isPresent()) {
      return deletedMeanwhile();
    }
    Manifest job = live.filter(found -> !isOfAnotherTry(found)).orElseGet(() -> makeAnew(live));
    try {
      begin(job);
      return watch(kept.orElseGet(() -> new Checkpoint(new JobReading(job).uid(), "")));
    } catch (ActivityCanceledException e) {
      stop();
      return failed("it was stopped, as it is not wanted any more");
    }
  }

  /**
   * @throws RefusedObjectException when somebody else's Job has its name
   */
  private Optional<Manifest> find() {
    Optional<Manifest> live = cluster.get(namespace, JOB, name);
    if (live.isPresent() && !HookJob.isOf(order.target(), order.hook(), live.get())) {
      throw new RefusedObjectException(
          live.get().id() + " exists and is not Slipway's: delete it, or rename yours in Git");
    }
    return live;
  }

  /** A person has brought the revision back on the branch after its Job had failed. */
  private boolean isOfAnotherTry(Manifest live) {
    JobReading reading = new JobReading(live);
    return reading.hasFailed() && !reading.commit().equals(order.commit());
  }

  private Manifest makeAnew(Optional<Manifest> failedBefore) {
    failedBefore.ifPresent(before -> delete());
    new HookRetention(cluster, order).makeRoom();
    new ServiceAccounts(cluster, order.target(), desired).bringFor(wanted.job());
    cluster.apply(namespace, wanted.job(), Cluster.Effect.DRY_RUN);
    return cluster.apply(namespace, wanted.job(), Cluster.Effect.LASTING);
  }

  private void delete() {
    cluster.delete(namespace, JOB, name);
    for (int look = 0; cluster.get(namespace, JOB, name).isPresent(); look++) {
      if (look == DELETION_LOOKS) {
        throw FailureType.NOT_YET.retryable(
            JOB + "/" + name + " of an earlier try is still being deleted");
      }
      pulse.rest(LOOK, null);
    }
  }

  /** It has waited for its configuration, which belongs to it. */
  private void begin(Manifest job) {
    JobReading reading = new JobReading(job);
    if (!reading.isSuspended() || reading.hasEnded()) {
      return;
    }
    wanted
        .configurationOf(job)
        .forEach(copy -> cluster.apply(namespace, copy, Cluster.Effect.LASTING));
    change("start", spec -> spec.put("suspend", false));
  }

  private HookReport watch(Checkpoint checkpoint) {
    Checkpoint known = checkpoint;
    Instant begun = pulse.now();
    Instant heard = begun;
    while (true) {
      Optional<Manifest> live = cluster.get(namespace, JOB, name);
      if (live.isEmpty()) {
        return deletedMeanwhile();
      }
      JobReading job = new JobReading(live.get());
      if (job.hasEnded()) {
        return ended(job, known);
      }
      Instant deadline = job.startedAt().orElse(begun).plus(order.hook().deadline());
      if (!pulse.now().isBefore(deadline)) {
        JobWords words = cluster.jobWords(namespace, name);
        stop();
        return failed(late() + because(words.sentence()));
      }
      if (!pulse.now().isBefore(heard.plus(LISTEN))) {
        heard = pulse.now();
        JobWords words = cluster.jobWords(namespace, name);
        if (words.hopeless()) {
          stop();
          return failed(words.sentence());
        }
        known = known.with(words);
      }
      pulse.rest(LOOK, known);
    }
  }

  private HookReport ended(JobReading job, Checkpoint known) {
    JobWords words = cluster.jobWords(namespace, name);
    if (job.hasSucceeded()) {
      String took = job.took().map(time -> " after " + time.toSeconds() + " s").orElse("");
      return new HookReport(
          true,
          "succeeded"
              + took
              + (words.lastLines().isEmpty() ? "" : "; its log ends with: " + words.lastLines()),
          reference());
    }
    String said = words.sentence().isEmpty() ? known.lastWords() : words.sentence();
    if (job.isOverdue()) {
      return failed(late() + because(said));
    }
    return failed(said.isEmpty() ? job.failure() : said);
  }

  private String late() {
    return "it did not end within " + order.hook().deadline().toSeconds() + " s";
  }

  private static String because(String said) {
    return said.isEmpty() ? "" : ": " + said;
  }

  private HookReport deletedMeanwhile() {
    return failed("somebody has deleted " + JOB + "/" + name + " while it ran");
  }

  private HookReport failed(String why) {
    return new HookReport(false, why, reference());
  }

  private String reference() {
    return HookRun.logCommand(order.target(), name);
  }

  /** As its own deadline would: the Job is kept as a failed one, with what it has said. */
  private void stop() {
    change("stop", spec -> spec.put("activeDeadlineSeconds", 1));
  }

  private void change(String what, Consumer<ObjectNode> spec) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    spec.accept(fields.putObject("spec"));
    try {
      cluster.change(
          namespace,
          JOB,
          name,
          live -> new JobReading(live).hasEnded() ? Optional.empty() : Optional.of(fields));
    } catch (OutdatedObjectException e) {
      throw FailureType.UNREACHABLE.retryable("cannot " + what + " " + JOB + "/" + name, e);
    }
  }

  /**
   * What a retry is to know.
   *
   * @param uid of the Job that runs: one that is gone was deleted, and is not made again
   * @param lastWords the last trouble that its pods told
   */
  record Checkpoint(String uid, String lastWords) {

    Checkpoint with(JobWords words) {
      return words.trouble().isEmpty() ? this : new Checkpoint(uid, words.sentence());
    }
  }
}
