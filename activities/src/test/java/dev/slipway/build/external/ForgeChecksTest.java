package dev.slipway.build.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.build.Artifact;
import dev.slipway.build.BuildOrder;
import dev.slipway.build.BuildResult;
import dev.slipway.delivery.ArtifactSpec;
import dev.slipway.delivery.BuildSpec;
import dev.slipway.gitops.PullRequest.Checks;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForgeChecksTest {

  private static final String COMMIT = "c".repeat(40);
  private static final String DIGEST = "sha256:" + "1".repeat(64);
  private static final String IMAGE = "registry.example.com/shop";

  private final Map<String, Checks> checks = new HashMap<>();
  private Optional<String> pushed = Optional.of(DIGEST);
  private final ForgeChecks external =
      new ForgeChecks(
          (repository, commit) -> checks,
          (image, tag) -> image.equals(IMAGE) && tag.equals(COMMIT) ? pushed : Optional.empty());

  private static BuildOrder order() {
    return new BuildOrder(
        "shop/cccccccccccc-1",
        "shop",
        "https://git.example.com/o/shop.git",
        COMMIT,
        new BuildSpec(
            "",
            new ArtifactSpec.ImageArtifact(IMAGE),
            Duration.ofMinutes(5),
            List.of("build", "unit")));
  }

  private ApplicationFailure notYet() {
    ApplicationFailure failure =
        catchThrowableOfType(ApplicationFailure.class, () -> external.await(order()));
    assertThat(failure.getType()).isEqualTo(FailureType.NOT_YET.name());
    assertThat(failure.getCategory()).isEqualTo(ApplicationErrorCategory.BENIGN);
    return failure;
  }

  @Test
  void takesTheImageByItsDigestWhenAllHavePassed() {
    checks.putAll(Map.of("build", Checks.PASSED, "unit", Checks.PASSED, "another", Checks.FAILED));

    assertThat(external.await(order()))
        .isEqualTo(new BuildResult.Built(new Artifact(IMAGE, DIGEST), "", Duration.ZERO));
  }

  @Test
  void saysWhichOneHasFailed() {
    checks.putAll(Map.of("build", Checks.FAILED, "unit", Checks.PENDING));

    assertThat(external.await(order()))
        .isInstanceOfSatisfying(
            BuildResult.NotBuilt.class,
            not -> assertThat(not.reason()).startsWith("the check build has failed"));
  }

  @Test
  void waitsWhileOneRunsOrHasNotBegun() {
    checks.put("build", Checks.PASSED);
    notYet();
    checks.put("unit", Checks.PENDING);
    notYet();
  }

  @Test
  void waitsForTheImage() {
    checks.putAll(Map.of("build", Checks.PASSED, "unit", Checks.PASSED));
    pushed = Optional.empty();

    assertThat(notYet().getOriginalMessage()).contains("has no such tag yet");
  }
}
