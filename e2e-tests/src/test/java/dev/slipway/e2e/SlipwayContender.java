package dev.slipway.e2e;

import dev.slipway.release.ReleaseResult;
import java.time.Duration;

/** Slipway: a stack of its own, whose canaries are judged by the laboratory's Prometheus. */
final class SlipwayContender implements Contender {

  private final String title;
  private final EchoShop shop;

  /**
   * @param rollout of the delivery file, in YAML
   */
  SlipwayContender(Stack stack, String title, String rollout) {
    this.title = title;
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
  }
}
