package dev.slipway.e2e;

import dev.slipway.release.ReleaseResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;

/** Slipway: a stack of its own, whose canaries are judged by the laboratory's Prometheus. */
final class SlipwayContender implements Contender {

  private final String title;
  private final Stack stack;
  private final Thread interrupted;
  private final EchoShop shop;

  /**
   * @param rollout of the delivery file, in YAML
   */
  SlipwayContender(String title, String rollout) {
    this.title = title;
    try {
      stack =
          Stack.start(
              Files.createTempDirectory("slipway-contender"), RealCluster.judgedByPrometheus());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    interrupted = new Thread(stack::close);
    Runtime.getRuntime().addShutdownHook(interrupted);
    shop = new EchoShop(stack, "live-" + Long.toString(System.nanoTime(), 36), rollout);
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String url() {
    return shop.url();
  }

  @Override
  public Course ship(Behaviour version, Duration limit) {
    ReleaseResult end =
        shop.end(shop.push(version.number(), version.errors(), version.delay()), limit);
    return new Course(end.outcome() == ReleaseResult.Outcome.PROMOTED, end.reason());
  }

  @Override
  public void close() {
    shop.close();
    Runtime.getRuntime().removeShutdownHook(interrupted);
    stack.close();
  }
}
