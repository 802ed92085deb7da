package dev.slipway.e2e;

import java.io.IOException;
import java.nio.file.Files;

/** A stack that serves the laboratory's cluster, with a service on it. */
record EchoStage(Stack stack, EchoShop shop) implements AutoCloseable {

  /** Judged by the gateway's own counters. */
  static EchoStage byGateway(String name) throws IOException {
    return start(name, RealCluster.judgedByGateway(), EchoShop.QUICK);
  }

  /** Judged by Prometheus, which scrapes the gateway. */
  static EchoStage byPrometheus(String name) throws IOException {
    return start(name, RealCluster.judgedByPrometheus(), EchoShop.QUICK);
  }

  /** The same, with a canary that is compared with a fresh baseline. */
  static EchoStage besideFreshBaseline(String name) throws IOException {
    return start(name, RealCluster.judgedByPrometheus(), EchoShop.QUICK_BESIDE_FRESH);
  }

  /**
   * @param name of what is tried: the service's begins so
   * @param rollout of the service's delivery file
   */
  private static EchoStage start(String name, String clusters, String rollout) throws IOException {
    Stack stack = Stack.start(Files.createTempDirectory("slipway-" + name + "-e2e"), clusters);
    try {
      String service = name + "-" + Long.toString(System.nanoTime(), 36);
      return new EchoStage(stack, new EchoShop(stack, service, rollout));
    } catch (RuntimeException | AssertionError e) {
      stack.close();
      throw e;
    }
  }

  @Override
  public void close() {
    shop.close();
    stack.close();
  }
}
