package dev.slipway.e2e;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Another program that applies a field of a live object, and does so again whenever the object has
 * it no more: a second field manager, as an autoscaler of somebody's own would be.
 */
final class Rival implements AutoCloseable {

  /** Its field manager. */
  static final String NAME = "scaler";

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final EchoShop shop;
  private final int replicas;
  private final AtomicInteger applied = new AtomicInteger();
  private final Thread thread;
  private volatile boolean over;

  /** Begins at once. */
  Rival(EchoShop shop, int replicas) {
    this.shop = shop;
    this.replicas = replicas;
    thread = Thread.ofVirtual().start(this::insist);
  }

  private void insist() {
    while (!over) {
      if (!hasItsWay()) {
        applied.incrementAndGet();
        RealCluster.apply(
            RealCluster.kubeconfig(),
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %s}
            spec: {replicas: %d}
            """
                .formatted(shop.name(), replicas),
            "--namespace=" + shop.name(),
            "--server-side",
            "--force-conflicts",
            "--field-manager=" + NAME);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  boolean hasItsWay() {
    return shop.get("deployment/" + shop.name(), ".spec.replicas")
        .equals(Integer.toString(replicas));
  }

  /** How many times it has set the field. */
  int applied() {
    return applied.get();
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
