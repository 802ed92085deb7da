package dev.slipway.world;

import dev.slipway.hook.HookActivities;
import dev.slipway.hook.HookOrder;
import dev.slipway.hook.HookReport;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Jobs that end as a test says. */
public final class FakeHooks implements HookActivities {

  private final FakeCluster cluster;
  private final Map<String, String> failing = new ConcurrentHashMap<>();
  private final Set<String> hanging = ConcurrentHashMap.newKeySet();
  private final List<String> ran = new ArrayList<>();

  FakeHooks(FakeCluster cluster) {
    this.cluster = cluster;
  }

  /** The Job of this name fails with this detail from now on. */
  public void fail(String job, String detail) {
    failing.put(job, detail);
  }

  /** The Job of this name runs until it is stopped. */
  public void hang(String job) {
    hanging.add(job);
  }

  /** Whatever hangs succeeds now. */
  public void letGo() {
    hanging.clear();
  }

  /** What was run, with what was live then: {@code migrate with rev:…}. */
  public synchronized List<String> ran() {
    return List.copyOf(ran);
  }

  @Override
  public HookReport run(HookOrder order) {
    String job = order.hook().name();
    synchronized (this) {
      ran.add(job + " of " + order.revision() + " with " + cluster.live() + " live");
    }
    while (hanging.contains(job)) {
      try {
        Activity.getExecutionContext().heartbeat(null);
        World.pause();
      } catch (ActivityCompletionException e) {
        return new HookReport(false, "stopped", "logs of " + job);
      }
    }
    String detail = failing.get(job);
    return detail == null
        ? new HookReport(true, "succeeded after 1 s", "logs of " + job)
        : new HookReport(false, detail, "logs of " + job);
  }
}
