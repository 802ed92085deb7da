package dev.slipway.build.external;

import dev.slipway.build.Artifact;
import dev.slipway.build.BuildOrder;
import dev.slipway.build.BuildResult;
import dev.slipway.build.CheckActivities;
import dev.slipway.delivery.ArtifactSpec;
import dev.slipway.gitops.PullRequest.Checks;
import dev.slipway.gitops.forge.CommitChecks;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks once at the checks of a commit and, when all have passed, at the registry. The image's tag
 * is the full commit id; from then on it is named by its digest.
 */
public final class ForgeChecks implements CheckActivities {

  private final CommitChecks forge;
  private final ImageDigests images;

  /** Asks registries what a tag names. */
  @FunctionalInterface
  public interface ImageDigests {

    /**
     * @return empty when the registry has no such tag
     */
    Optional<String> digest(String image, String tag);
  }

  public ForgeChecks(CommitChecks forge, ImageDigests images) {
    this.forge = forge;
    this.images = images;
  }

  @Override
  public BuildResult await(BuildOrder order) {
    Map<String, Checks> seen = forge.checks(order.repository(), order.commit());
    List<String> failed = named(order, seen, Checks.FAILED);
    if (!failed.isEmpty()) {
      return new BuildResult.NotBuilt(
          "the check " + String.join(", ", failed) + " has failed on " + order.commit(),
          "",
          "",
          Duration.ZERO);
    }
    if (named(order, seen, Checks.PASSED).size() < order.spec().checks().size()) {
      throw notYet("not all of " + order.spec().checks() + " have passed yet");
    }
    String image = image(order);
    String digest =
        images
            .digest(image, order.commit())
            .orElseThrow(() -> notYet("the checks have passed; " + image + " has no such tag yet"));
    return new BuildResult.Built(new Artifact(image, digest), "", Duration.ZERO);
  }

  private static List<String> named(BuildOrder order, Map<String, Checks> seen, Checks state) {
    return order.spec().checks().stream().filter(name -> seen.get(name) == state).toList();
  }

  private static String image(BuildOrder order) {
    return switch (order.spec().artifact()) {
      case ArtifactSpec.ImageArtifact image -> image.image();
      // Permanent: it stands in the commit.
      case ArtifactSpec.FileArtifact file ->
          throw FailureType.MISCONFIGURED.permanent(
              "build.artifact has to be an image when others build it");
    };
  }

  private static ApplicationFailure notYet(String what) {
    return ApplicationFailure.newBuilder()
        .setMessage(what)
        .setType(FailureType.NOT_YET.name())
        .setCategory(ApplicationErrorCategory.BENIGN)
        .build();
  }
}
