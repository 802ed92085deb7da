package dev.slipway.hook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.FakePulse;
import dev.slipway.cluster.Shop;
import dev.slipway.hook.Hook.Occasion;
import dev.slipway.manifest.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** A path with a Job that reads the path's configuration. */
final class Jobs {

  static final Hook MIGRATE = new Hook("migrate", Occasion.PRE_SYNC, Duration.ofSeconds(60));

  final FakePulse pulse = new FakePulse();
  final JobCluster cluster = new JobCluster();
  final Shop shop = new Shop();
  private final ClusterHooks hooks = new ClusterHooks(shop, cluster, pulse);

  static String manifest(String name, String annotations, String spec) {
    return """
        {"apiVersion":"batch/v1","kind":"Job",
         "metadata":{"name":"%s","annotations":{%s}},
         "spec":{%s"template":{"metadata":{"labels":{"job":"%s"}},
          "spec":{"restartPolicy":"Never","serviceAccountName":"migrator","containers":[{
           "name":"main","image":"shop:2","envFrom":[{"configMapRef":{"name":"shop"}},
            {"secretRef":{"name":"elsewhere"}}]}]}}}}
        """
        .formatted(name, annotations, spec, name);
  }

  Jobs commit(String commit) {
    return commit(
        commit,
        manifest("migrate", "\"slipway.dev/hook\":\"pre-sync\"", "\"activeDeadlineSeconds\":60,"));
  }

  Jobs commit(String commit, String job) {
    shop.commit(
        commit,
        "shop:2",
        2,
        "hello of " + commit,
        job,
        "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"migrator\"}}");
    return this;
  }

  HookReport run(String commit) {
    return run(commit, Shop.revision(commit));
  }

  HookReport run(String commit, String revision) {
    return hooks.run(new HookOrder(Shop.TARGET, commit, revision, MIGRATE));
  }

  static String id(String commit) {
    return "Job/" + MIGRATE.jobName(Shop.revision(commit));
  }

  Manifest job(String commit) {
    return cluster.live(id(commit));
  }

  /** The Job of this commit's revision ends so long after it was started. */
  void endAfter(Duration time, String commit, String condition, String reason) {
    Deque<Instant> end = new ArrayDeque<>();
    pulse.whilePassing(
        passed -> {
          boolean runs =
              cluster.ids().contains(id(commit))
                  && !job(commit).json().at("/spec/suspend").asBoolean()
                  && !new JobReading(job(commit)).hasEnded();
          if (runs && end.isEmpty()) {
            end.add(pulse.now().plus(time));
          }
          if (runs && !pulse.now().isBefore(end.getFirst())) {
            end(commit, condition, reason);
            end.clear();
          }
        });
  }

  void end(String commit, String condition, String reason) {
    cluster.edit(
        id(commit),
        job -> {
          ObjectNode status = job.withObjectProperty("status");
          status.put("startTime", pulse.now().minusSeconds(7).toString());
          status.put("completionTime", pulse.now().toString());
          ObjectNode one = status.putArray("conditions").addObject();
          one.put("type", condition).put("status", "True").put("reason", reason);
        });
  }
}
