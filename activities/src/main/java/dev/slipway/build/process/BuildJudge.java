package dev.slipway.build.process;

import dev.slipway.build.Artifact;
import dev.slipway.build.BuildOrder;
import dev.slipway.build.BuildResult;
import dev.slipway.build.artifact.FileArtifacts;
import dev.slipway.build.log.StepKey;
import dev.slipway.delivery.ArtifactSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Takes up what a build has made, or says why there is nothing. */
final class BuildJudge implements StepSandbox.Judge<BuildResult> {

  private final BuildOrder order;
  private final StepKey key;
  private final FileArtifacts files;
  private final PushedImage images;
  private final long started = System.nanoTime();

  BuildJudge(BuildOrder order, StepKey key, FileArtifacts files, PushedImage images) {
    this.order = order;
    this.key = key;
    this.files = files;
    this.images = images;
  }

  /** The tag under which the build is to push its image: the release's own. */
  static String tag(String release) {
    return release.substring(release.indexOf('/') + 1);
  }

  @Override
  public BuildResult judge(StepSandbox.Run run) throws IOException, InterruptedException {
    Optional<String> failure = run.ending().failure();
    if (failure.isPresent()) {
      return notBuilt(run, failure.get());
    }
    return switch (order.spec().artifact()) {
      case ArtifactSpec.FileArtifact file -> file(run, file.file());
      case ArtifactSpec.ImageArtifact image -> image(run, image.image());
    };
  }

  private BuildResult file(StepSandbox.Run run, String path) throws IOException {
    String field = "build.artifact.file '" + path + "' ";
    try {
      Optional<Path> file = run.workspace().file(path);
      if (file.isEmpty()) {
        return notBuilt(run, field + "was not made as a file");
      }
      run.pulse().tell(() -> "stores the artifact");
      return built(files.store(order.service(), file.get()));
    } catch (Workspace.LeftWorkspace e) {
      return notBuilt(run, field + "leads out of the workspace");
    }
  }

  private BuildResult image(StepSandbox.Run run, String image) throws InterruptedException {
    String tag = tag(order.release());
    run.pulse().tell(() -> "reads the digest of " + image + ":" + tag);
    Optional<String> digest = images.digest(image, tag, run.pulse());
    return digest.isPresent()
        ? built(new Artifact(image, digest.get()))
        : notBuilt(run, "build.artifact.image " + image + ":" + tag + " was not pushed");
  }

  private BuildResult built(Artifact artifact) {
    return new BuildResult.Built(artifact, key.reference(), took());
  }

  private BuildResult notBuilt(StepSandbox.Run run, String reason) {
    return run.failed(
        lastLines -> new BuildResult.NotBuilt(reason, lastLines, key.reference(), took()));
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - started);
  }
}
