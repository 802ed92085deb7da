package dev.slipway.benchmarks.still;

import dev.slipway.delivery.ApprovalRule;
import dev.slipway.delivery.ArtifactSpec;
import dev.slipway.delivery.BuildSpec;
import dev.slipway.delivery.Delivery;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.delivery.SlotPolicy;
import dev.slipway.delivery.TestSuite;
import dev.slipway.source.SourceActivities;
import dev.slipway.source.SourceOrder;
import dev.slipway.source.SourceReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Source repositories of which every commit can be read at once. */
public final class StillSource implements SourceActivities {

  private static final Duration LIMIT = Duration.ofMinutes(30);

  /** Four canary steps (1, 10, 25 and 50 %) and a soak, as where a delivery file says nothing. */
  @Override
  public SourceReading read(SourceOrder order) {
    String service = StillPlatform.serviceOf(order.repository());
    Delivery delivery =
        new Delivery(
            service,
            new BuildSpec("./build.sh", new ArtifactSpec.FileArtifact("target/app.jar"), LIMIT),
            List.of(new TestSuite("unit", "./test.sh", Optional.empty(), LIMIT)),
            service,
            List.of(
                new EnvironmentPlan(
                    StillPlatform.ENVIRONMENT,
                    StillPlatform.modeOf(service),
                    ApprovalRule.DEFAULT,
                    SlotPolicy.NEWEST,
                    RolloutPlan.DEFAULT)));
    return new SourceReading(
        order.revision(),
        "ada",
        "a change that does nothing",
        Instant.EPOCH,
        Optional.of(delivery),
        List.of());
  }
}
